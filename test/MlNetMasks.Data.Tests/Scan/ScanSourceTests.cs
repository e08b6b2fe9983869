using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Scan;

[TestClass]
public sealed class ScanSourceTests
{
    [TestMethod]
    [DataRow(ScanSet.SimpleTrain, 16_728, 16_728)]
    [DataRow(ScanSet.SimpleTest, 4_182, 4_182)]
    [DataRow(ScanSet.LengthTrain, 16_990, 16_990)]
    [DataRow(ScanSet.LengthTest, 3_920, 3_920)]
    [DataRow(ScanSet.JumpTrain, 14_670, 13_204)]
    [DataRow(ScanSet.JumpTest, 7_706, 7_706)]
    [DataRow(ScanSet.TurnLeftTrain, 21_890, 19_702)]
    [DataRow(ScanSet.TurnLeftTest, 1_208, 1_208)]
    public void Sets_FromTheRules_HaveThePublishedSizes(ScanSet set, int rows, int commands)
    {
        List<int> counts = RowReading.Values<int>(new ScanSource(), set.ToString());
        Assert.AreEqual(rows, counts.Sum());
        Assert.AreEqual(commands, counts.Count(static count => count > 0));
        Assert.AreEqual(rows, new ScanSource().Membership.Size(set));
    }

    [TestMethod]
    public void Rows_SeedOne_StayWhatTheyWereInEveryRelease() =>
        StringAssert.StartsWith(DataFingerprint.Of(new ScanSource()).Sha256, "276264a5e157c4156e1642e25da1ff81", StringComparison.Ordinal);

    [TestMethod]
    public void Splits_All_TrainOnNothingTheyTest()
    {
        var source = new ScanSource();
        foreach (string split in new[] { "Simple", "Length", "Jump", "TurnLeft" })
        {
            var both = RowReading.Values<int>(source, split + "Train").Zip(RowReading.Values<int>(source, split + "Test"));
            Assert.IsTrue(both.All(static row => (row.First > 0) != (row.Second > 0)), split);
        }

        Assert.AreEqual(22, Longest(source, "LengthTrain"));
        Assert.AreEqual(48, Longest(source, "LengthTest"));
    }

    [TestMethod]
    public void SimpleSplit_OtherSeeds_IsAnotherDraw()
    {
        List<int> Train(int seed) => RowReading.Values<int>(new ScanSource(seed), "SimpleTrain");
        CollectionAssert.AreEqual(Train(1), Train(1));
        CollectionAssert.AreNotEqual(Train(1), Train(2));
        Assert.AreEqual(0.8, Train(1).Take(5_000).Average(), 0.03);
        Assert.IsFalse(new ScanSource().Membership.HasOfficialSimple);
    }

    [TestMethod]
    public void Rows_Tokens_SpellTheTexts()
    {
        var source = new ScanSource();
        List<string> commands = RowReading.Digits(source, "Command");
        List<ReadOnlyMemory<char>> texts = RowReading.Values<ReadOnlyMemory<char>>(source, "CommandText");
        List<int> lengths = RowReading.Values<int>(source, "CommandLength");
        List<int> actionLengths = RowReading.Values<int>(source, "ActionLength");
        List<ReadOnlyMemory<char>> actions = RowReading.Values<ReadOnlyMemory<char>>(source, "ActionText");
        Assert.HasCount(20_910, commands);
        Assert.AreEqual("walk", texts[0].ToString());
        Assert.AreEqual("100000000", commands[0]);
        for (int i = 0; i < texts.Count; i += 97)
        {
            Assert.AreEqual(texts[i].ToString().Split(' ').Length, lengths[i]);
            Assert.AreEqual(actions[i].ToString().Split(' ').Length, actionLengths[i]);
        }
    }

    [TestMethod]
    public void Schema_TokenColumns_CarryTheirVocabularies()
    {
        var source = new ScanSource();
        VBuffer<ReadOnlyMemory<char>> names = default;
        source.Schema["Actions"].Annotations.GetValue("TokenNames", ref names);
        Assert.AreEqual(" I_WALK I_LOOK I_RUN I_JUMP I_TURN_LEFT I_TURN_RIGHT", string.Join(' ', names.DenseValues()));
        source.Schema["Command"].Annotations.GetValue("TokenNames", ref names);
        Assert.AreEqual(14, names.Length);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 9), source.Schema["Command"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 48), source.Schema["Actions"].Type);
    }

    private static int Longest(ScanSource source, string set) =>
        RowReading.Values<int>(source, set).Zip(RowReading.Values<int>(source, "ActionLength")).Where(static row => row.First > 0).Max(static row => row.Second);
}
