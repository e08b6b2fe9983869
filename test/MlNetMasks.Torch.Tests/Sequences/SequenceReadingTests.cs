namespace MlNetMasks.Torch.Tests.Sequences;

[TestClass]
public sealed class SequenceReadingTests
{
    [TestMethod]
    public void Text_OfTokensOfOneCharacter_StandsSideBySide()
    {
        var reading = Copying.Problem.Sequences!;
        var table = Copying.Of([1, 2, 3, 0, 0, 2, 0, 0, 0, 0]);

        Assert.AreEqual("abc", reading.InputText(table, 0));
        Assert.AreEqual("b", reading.TargetText(table, 1));
        Assert.AreEqual(3, reading.InputLengthOf(table, 0));
        Assert.AreSequenceEqual([(byte)2], reading.TargetOf(table, 1).ToArray());
    }

    [TestMethod]
    public void Text_OfWords_HasSpacesBetweenThem()
    {
        string[] words = ["", "walk", "x"];
        var reading = new SequenceProblem().Bind(new Dictionary<string, ColumnSize> { ["Input"] = new(5, words), ["Target"] = new(5, words) }).Sequences!;

        Assert.AreEqual("walk x walk", reading.InputText(Copying.Of([1, 2, 1, 0, 0]), 0));
    }

    [TestMethod]
    public void AnswerText_EndsAtTheFirstPadding()
    {
        var reading = Copying.Problem.Sequences!;

        Assert.AreEqual("ca", reading.AnswerText([3, 1, 0, 2, 2]));
        Assert.AreEqual("abcab", reading.AnswerText([1, 2, 3, 1, 2]));
        Assert.AreEqual("", reading.AnswerText([0, 1, 0, 0, 0]));
    }

    [TestMethod]
    public void Sequences_OfAProblemWithDigits_AreNone() => Assert.IsNull(new DigitsProblem().Bind(new Dictionary<string, ColumnSize>
    {
        ["Left"] = new(2, []),
        ["Right"] = new(2, []),
        ["Operation"] = new(1, ["add", "mul"]),
        ["Result"] = new(2, []),
    }).Sequences);
}
