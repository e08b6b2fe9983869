using System.Formats.Tar;
using System.Text;

namespace MlNetMasks.Data.Tests.Mathematics;

[TestClass]
public sealed class MathematicsFilesTests
{
    private const MathematicsModule Module = MathematicsModule.Sort;

    private static readonly MathematicsOptions s_easyOnly =
        new() { MediumExamples = 0, HardExamples = 0, InterpolateExamples = 0, ExtrapolateExamples = 0 };

    [TestMethod]
    [DataRow(Module)]
    [DataRow(MathematicsModule.Collect)]
    public void Read_FolderAndArchive_GiveTheRowsThatGenerationGives(MathematicsModule module)
    {
        using var files = new ReleasedFiles();
        files.WriteAll(module, 50);
        var options = new MathematicsOptions
        {
            EasyExamples = 50,
            MediumExamples = 50,
            HardExamples = 50,
            InterpolateExamples = 50,
            ExtrapolateExamples = 50,
        };

        string expected = Fingerprint(MathematicsQuestions.Generate(module, options));

        Assert.AreEqual(expected, Fingerprint(MathematicsQuestions.Read(files.Folder, module, options)));
        Assert.AreEqual(expected, Fingerprint(MathematicsQuestions.Read(files.Pack(), module, options)));
    }

    [TestMethod]
    public void Read_RepeatedQuestions_AreKeptInTheFirstDifficultyOnly()
    {
        using var files = new ReleasedFiles();
        files.Write("train-easy/comparison__sort.txt", "Sort 2, 1.\n1, 2\nSort 3, 1.\n1, 3\nSort 2, 1.\n1, 2\n");
        files.Write("train-medium/comparison__sort.txt", "Sort 3, 1.\n1, 3\nSort 4, 1.\n1, 4\nSort 5, 1.\r\n1, 5");
        files.Write("train-hard/comparison__sort.txt", "Sort 5, 1.\n1, 5\nSort 6, 1.\n1, 6\n");
        files.Write("interpolate/comparison__sort.txt", "Sort 6, 1.\n1, 6\nSort 7, 1.\n1, 7\nSort 7, 1.\n1, 7\n");
        files.Write("extrapolate/comparison__sort_more.txt", "Sort 2, 1.\n1, 2\nSort 7, 1.\n1, 7\nSort 8, 1.\n1, 8\n");

        var questions = MathematicsQuestions.Read(files.Folder, Module);

        Assert.AreEqual("2 2 1 1 1", string.Join(' ', Enum.GetValues<MathematicsDifficulty>().Select(
            difficulty => questions.CountOf(DataSplit.Train, difficulty) + questions.CountOf(DataSplit.Validation, difficulty))));
    }

    [TestMethod]
    public void Read_FewerExamplesThanTheFileHas_TakesTheFirst()
    {
        using var files = new ReleasedFiles();
        files.Write("train-easy/comparison__sort.txt", "Sort 2, 1.\n1, 2\nSort 3, 1.\n1, 3\n\nnever looked at");

        var questions = MathematicsQuestions.Read(files.Folder, Module, s_easyOnly with { EasyExamples = 2 });

        Assert.AreEqual(1, questions.CountOf(DataSplit.Train, MathematicsDifficulty.Easy));
    }

    [TestMethod]
    [DataRow("", 1, "the file is empty")]
    [DataRow("Sort 2, 1.\n1, 2\nSort 3, 1.\n", 3, "ends after a question")]
    [DataRow("Sort 2, 1.\n1, 2\n\n1, 3\n", 3, "an empty line")]
    [DataRow("Sort 2, 1.\n\n", 2, "an empty line")]
    [DataRow("Sort 2, 1.\n1, 2\nSort 2; 1.\n1, 2\n", 3, "character 7 of the question is ';'")]
    [DataRow("Sort 2, 1.\n1,\t2\n", 2, "byte 0x09")]
    [DataRow("Sort\r 2, 1.\n1, 2\n", 1, "carriage return")]
    [DataRow("Sort 2, 1.\n0123456789012345678901234567890\n", 2, "an answer of more than 30 characters")]
    public void Read_MalformedLine_NamesFileLineAndWhatWasFound(string text, int line, string found)
    {
        using var files = new ReleasedFiles();
        string path = files.Write("train-easy/comparison__sort.txt", text);

        foreach (string source in new[] { files.Folder, files.Pack() })
        {
            var error = Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(source, Module, s_easyOnly));

            StringAssert.Contains(error.Message, "train-easy/comparison__sort.txt, line " + line + ":", StringComparison.Ordinal);
            StringAssert.Contains(error.Message, found, StringComparison.Ordinal);
            StringAssert.Contains(error.Message, "expected", StringComparison.Ordinal);
        }

        Assert.IsTrue(File.Exists(path));
    }

    [TestMethod]
    public void Read_QuestionOverTheLimit_IsRefusedHoweverLong()
    {
        using var files = new ReleasedFiles();
        files.Write("train-easy/comparison__sort.txt", "Sort " + new string('1', 1_000_000) + ".\n1\n");

        var error = Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(files.Folder, Module, s_easyOnly));

        StringAssert.Contains(error.Message, "a question of more than 160 characters", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Read_MissingFile_SaysWhichAndHowToDoWithout()
    {
        using var files = new ReleasedFiles();
        files.Write("train-easy/comparison__sort.txt", "Sort 2, 1.\n1, 2\n");

        foreach (string source in new[] { files.Folder, files.Pack() })
        {
            var error = Assert.ThrowsExactly<FileNotFoundException>(
                () => MathematicsQuestions.Read(source, Module, s_easyOnly with { HardExamples = 5 }));

            StringAssert.Contains(error.Message, "train-hard/comparison__sort.txt", StringComparison.Ordinal);
            StringAssert.Contains(error.Message, "0 examples", StringComparison.Ordinal);
        }

        Assert.ThrowsExactly<FileNotFoundException>(() => MathematicsQuestions.Read(Path.Combine(files.Folder, "none"), Module));
    }

    [TestMethod]
    [DataRow(0.02)]
    [DataRow(0.3)]
    [DataRow(0.6)]
    [DataRow(0.9)]
    [DataRow(0.999)]
    public void Read_TruncatedArchive_IsAnErrorWhereverItEnds(double part)
    {
        using var files = new ReleasedFiles();
        files.WriteAll(Module, 200);
        string path = files.Pack();
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(int)(whole.Length * part)]);

        var error = Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module));

        StringAssert.Contains(error.Message, path, StringComparison.Ordinal);
        StringAssert.Contains(error.Message, "expected", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Read_CorruptArchive_IsAnErrorWhereverTheByteIs()
    {
        using var files = new ReleasedFiles();
        files.WriteAll(Module, 100);
        string path = files.Pack();
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 1; i < 20; i++)
        {
            byte[] broken = [.. whole];
            broken[whole.Length * i / 20] ^= 0x55;
            File.WriteAllBytes(path, broken);

            Exception error = Assert.Throws<IOException>(() => ReadWrapped(path));
            Assert.IsTrue(error.InnerException is InvalidDataException or FileNotFoundException, error.ToString());
        }

        File.WriteAllBytes(path, [0x1F, 0x8B]);
        Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module));
        File.WriteAllText(path, "not an archive");
        Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module));
    }

    [TestMethod]
    [DataRow("../../etc/comparison__sort.txt")]
    [DataRow("/train-easy/comparison__sort.txt")]
    [DataRow("a/../train-easy/comparison__sort.txt")]
    public void Read_ArchiveWithEscapingPath_IsRefused(string name)
    {
        using var files = new ReleasedFiles();
        files.WriteAll(Module, 5);
        string path = files.Pack(ReleasedFiles.Entry(name, "Sort 2, 1.\n1, 2\n"));

        var error = Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module));

        StringAssert.Contains(error.Message, "leads out of the archive", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(TarEntryType.SymbolicLink)]
    [DataRow(TarEntryType.HardLink)]
    public void Read_ArchiveWithLink_IsRefused(TarEntryType type)
    {
        using var files = new ReleasedFiles();
        files.WriteAll(Module, 5);
        string path = files.Pack(new PaxTarEntry(type, "train-easy/link.txt") { LinkName = "/etc/passwd" });

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module)).Message, type.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void Read_ArchiveWithTheSameFileTwice_IsRefused()
    {
        using var files = new ReleasedFiles();
        files.WriteAll(Module, 5);
        string path = files.Pack(ReleasedFiles.Entry("other/train-easy/comparison__sort.txt", "Sort 2, 1.\n1, 2\n"));

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module)).Message, "second entry", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow('0', "77777777777", "bytes")]
    [DataRow('x', "00077777777", "metadata")]
    [DataRow('L', "00077777777", "metadata")]
    public void Read_ArchiveWithHugeEntry_IsRefusedBeforeItIsRead(char type, string octalSize, string found)
    {
        using var files = new ReleasedFiles();
        byte[] header = new byte[512];
        Encoding.ASCII.GetBytes("train-easy/comparison__sort.txt").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\00000000\00000000\0" + octalSize + "\000000000000\0        ").CopyTo(header, 100);
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(static part => part), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        string path = Path.Combine(files.Folder, "huge.tar");
        File.WriteAllBytes(path, header);

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => MathematicsQuestions.Read(path, Module)).Message, found, StringComparison.Ordinal);
    }

    private static string Fingerprint(MathematicsQuestions questions) =>
        DataFingerprint.Of(new MathematicsSource(questions, DataSplit.Train)).Sha256
        + DataFingerprint.Of(new MathematicsSource(questions, DataSplit.Validation)).Sha256;

    // Wherever the byte is, the error must be one of the two documented ones.
    private static void ReadWrapped(string path)
    {
        try
        {
            MathematicsQuestions.Read(path, Module);
        }
        catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
        {
            throw new IOException("refused", error);
        }
    }
}
