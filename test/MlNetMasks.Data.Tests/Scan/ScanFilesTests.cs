namespace MlNetMasks.Data.Tests.Scan;

[TestClass]
public sealed class ScanFilesTests
{
    [TestMethod]
    public void FromFiles_FilesMadeFromTheRules_GiveTheSameSets()
    {
        using var folder = new ScanFolder(seed: 5);
        var (read, made) = (ScanMembership.FromFiles(folder.Path), ScanMembership.FromRules(5));
        Assert.IsFalse(read.HasOfficialSimple, "it is another draw");
        foreach (ScanSet set in Enum.GetValues<ScanSet>())
        {
            CollectionAssert.AreEqual(Counts(made, set), Counts(read, set), set.ToString());
        }
    }

    [TestMethod]
    public void FromFiles_BrokenLines_NameFileLineAndRemedy()
    {
        (string Line, string Found)[] cases =
        [
            ("IN: hop twice OUT: I_HOP", "the word 'hop'"),
            ("IN: jump jump OUT: I_JUMP", "'jump jump', which the grammar does not make"),
            ("IN: jump twice OUT: I_JUMP", "for 'jump twice' the actions 'I_JUMP'; the grammar asks for 'I_JUMP I_JUMP'"),
            ("IN: jump OUT: I_JUMP ", "the actions 'I_JUMP '"),
            ("jump OUT: I_JUMP", "'IN: <command> OUT: <actions>' was expected"),
            ("IN: jump", "'IN: <command> OUT: <actions>' was expected"),
            ("", "'IN: <command> OUT: <actions>' was expected"),
            (new string('x', 5_000), "'IN: <command> OUT: <actions>' was expected"),
        ];
        using var folder = new ScanFolder(seed: 1);
        string[] right = File.ReadAllLines(folder.FileOf(ScanSet.JumpTest));
        foreach ((string line, string found) in cases)
        {
            folder.Change(ScanSet.JumpTest, _ => [.. right[..2], line, .. right[3..]]);
            InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path));
            Assert.Contains("tasks_test_addprim_jump.txt', line 3 ", fault.Message);
            Assert.Contains(found, fault.Message);
            Assert.IsLessThan(600, fault.Message.Length);
        }
    }

    [TestMethod]
    public void FromFiles_WrongActionFarBehind_ShowsWhereItDiffers()
    {
        using var folder = new ScanFolder(seed: 1);
        folder.Change(ScanSet.LengthTest, static lines => lines.Select(static line => line.StartsWith("IN: walk around left thrice and run around left OUT:", StringComparison.Ordinal) ? line[..^5] + "I_JUMP" : line));
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path));
        Assert.Contains("the actions '...I_JUMP'; the grammar asks for '...I_RUN'", fault.Message);
    }

    [TestMethod]
    public void FromFiles_LinesExchangedBetweenTrainingAndTest_AreRefused()
    {
        using var folder = new ScanFolder(seed: 1);
        string[] train = File.ReadAllLines(folder.FileOf(ScanSet.LengthTrain));
        string[] test = File.ReadAllLines(folder.FileOf(ScanSet.LengthTest));
        folder.Change(ScanSet.LengthTrain, lines => [test[0], .. lines[1..]]);
        folder.Change(ScanSet.LengthTest, lines => [train[0], .. lines[1..]]);
        string message = Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path)).Message;
        Assert.Contains("tasks_train_length.txt' has '", message);
        Assert.Contains("by the rule of its split it is on ", message);
    }

    [TestMethod]
    public void FromFiles_LineTwiceInPlaceOfAnother_IsRefused()
    {
        using var folder = new ScanFolder(seed: 1);
        folder.Change(ScanSet.JumpTest, static lines => [lines[1], .. lines[1..]]);
        Assert.Contains("tasks_test_addprim_jump.txt' has '", Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path)).Message);
    }

    [TestMethod]
    public void FromFiles_CutOffFile_IsRefusedWithBothNumbers()
    {
        using var folder = new ScanFolder(seed: 1);
        folder.Change(ScanSet.LengthTest, static lines => lines.SkipLast(1));
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path));
        Assert.Contains("3,919 lines; the official file has 3,920", fault.Message);
    }

    [TestMethod]
    public void FromFiles_FileThatGoesOn_IsRefusedAtTheFirstLineTooMany()
    {
        using var folder = new ScanFolder(seed: 1);
        folder.Change(ScanSet.LengthTest, static lines => [.. lines, lines[0], "never read"]);
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path));
        Assert.Contains("goes on at line 3,921; the official file has 3,920", fault.Message);
    }

    [TestMethod]
    public void FromFiles_TestedCommandInTraining_IsRefusedWithBothLines()
    {
        using var folder = new ScanFolder(seed: 1);
        string tested = File.ReadLines(folder.FileOf(ScanSet.SimpleTest)).ElementAt(6);
        folder.Change(ScanSet.SimpleTrain, lines => [.. lines[..2], tested, .. lines[3..]]);
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => ScanSource.FromFiles(folder.Path));
        Assert.Contains("tasks_train_simple.txt', line 3 and ", fault.Message);
        Assert.Contains("tasks_test_simple.txt', line 7 are both ", fault.Message);
        Assert.Contains("what is tested would have been trained", fault.Message);
    }

    [TestMethod]
    public void FromFiles_MissingFile_IsNamed()
    {
        using var folder = new ScanFolder(seed: 1);
        File.Delete(folder.FileOf(ScanSet.TurnLeftTrain));
        FileNotFoundException fault = Assert.ThrowsExactly<FileNotFoundException>(() => ScanSource.FromFiles(folder.Path));
        Assert.Contains("tasks_train_addprim_turn_left.txt", fault.Message);
        Assert.Contains("simple_split", fault.Message);
    }

    [TestMethod]
    public void OfficialFiles_WhereTheyAreGiven_AgreeWithTheRulesAsMultisets()
    {
        if (Environment.GetEnvironmentVariable("MLNETMASKS_TEST_DATA") is not { Length: > 0 } data)
        {
            Assert.Inconclusive("Not run: MLNETMASKS_TEST_DATA names no folder with scan/.");
            return;
        }

        var (read, made) = (ScanMembership.FromFiles(Path.Combine(data, "scan")), ScanMembership.FromRules(1));
        foreach (ScanSet set in Enum.GetValues<ScanSet>().Where(static set => set is not (ScanSet.SimpleTrain or ScanSet.SimpleTest)))
        {
            CollectionAssert.AreEqual(Counts(made, set), Counts(read, set), set.ToString());
        }

        Assert.IsTrue(read.HasOfficialSimple);
        Assert.AreEqual(made.Size(ScanSet.SimpleTrain), read.Size(ScanSet.SimpleTrain));
    }

    private static int[] Counts(ScanMembership membership, ScanSet set) => [.. Enumerable.Range(0, ScanGrammar.CommandCount).Select(command => membership.Count(set, command))];
}
