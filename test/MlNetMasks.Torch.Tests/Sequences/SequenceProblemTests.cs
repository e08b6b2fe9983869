using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Sequences;

[TestClass]
public sealed class SequenceProblemTests
{
    private const float Sure = 50;

    [TestMethod]
    public void Shape_OfASequence_HasTheTargetsTokensAndAnEnd()
    {
        var problem = Copying.Problem;

        Assert.AreEqual(4, problem.Shape.OutputSize);
        Assert.AreEqual(Copying.Width + 1, problem.Shape.AnswerCount);
        Assert.AreEqual(new SequenceShape(Copying.Width, 3, Copying.Width, SharesTokens: true), problem.Shape.Sequence);
        Assert.AreSequenceEqual(Copying.Tokens, problem.Answer.TokenNames);
    }

    [TestMethod]
    [DataRow(new string[0], "TokenNames")]
    [DataRow(new[] { "a", "b" }, "empty name for the padding")]
    [DataRow(new[] { "", "a", "a" }, "2 tokens named 'a'")]
    public void Bind_ToNamesThatCannotBe_SaysWhatToDo(string[] names, string words)
    {
        var sizes = new Dictionary<string, ColumnSize> { ["Input"] = new(3, names), ["Target"] = new(3, Copying.Tokens) };

        var error = Assert.ThrowsExactly<ArgumentException>(() => new SequenceProblem().Bind(sizes));

        StringAssert.Contains(error.Message, words);
        StringAssert.Contains(error.Message, "'Input'");
    }

    [TestMethod]
    [DataRow(new byte[] { 1, 0, 0, 0, 0, 2, 4, 0, 0, 0 }, "holds token 4 in row 8, slot 1")]
    [DataRow(new byte[] { 1, 0, 0, 0, 0, 2, 0, 3, 0, 0 }, "holds token 3 in row 8, slot 2, behind the padding in slot 1")]
    [DataRow(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "holds no token in row 8")]
    public void Validate_OfABadRow_NamesRowColumnAndValue(byte[] values, string words)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Copying.Problem.Validate(Copying.Of(values), withTargets: false, firstRow: 7));

        StringAssert.Contains(error.Message, words);
        StringAssert.Contains(error.Message, "'Input'");
    }

    [TestMethod]
    public void Loss_CountsTokensAndEndsPerRowButNoPadding()
    {
        using var scope = NewDisposeScope();
        using var batch = Encoded([1, 2, 0, 0, 0, 3, 0, 0, 0, 0]);
        var output = zeros(1, 2, 3 * 4); // every class as likely as another

        // Three steps of the first row and two of the second.
        Assert.AreEqual(5 * Math.Log(4) / 2, Copying.Problem.Loss(output, batch, slots: null).item<float>(), 1e-5);
    }

    [TestMethod]
    public void Read_OfAnAnswer_NeedsEveryTokenAndTheEnd()
    {
        using var scope = NewDisposeScope();
        var table = Copying.Of([1, 2, 0, 0, 0, 1, 2, 0, 0, 0, 1, 2, 0, 0, 0, 1, 2, 3, 1, 2, 1, 2, 3, 1, 2]);
        var output = Output([0, 1, 3, 0, 0, 0], [0, 1, 2, 3, 0, 0], [0, 3, 0, 0, 0, 0], [0, 1, 2, 0, 1, 3], [0, 1, 2, 0, 1, 0]);
        var answers = Copying.Problem.CreateAnswers(5);

        Copying.Problem.Read(output, table, [0, 1, 2, 3, 4], slots: null, withTargets: true, answers);

        Assert.AreSequenceEqual([true, false, false, true, false], answers.IsCorrect);
        Assert.AreSequenceEqual([1, 2, 0, 0, 0], answers.Symbols[..5]);
        Assert.AreSequenceEqual([1, 2, 3, 0, 0], answers.Symbols[5..10]);
        Assert.AreSequenceEqual([1f, 1, 1, 0, 0, 0], answers.Scores[..6]);
        Assert.AreSequenceEqual([1f, 1, 1, 1, 1, 1], answers.Scores[18..24]);
    }

    [TestMethod]
    public void BatchAccuracy_CountsRowsThatAreRightUpToTheirEnd()
    {
        using var scope = NewDisposeScope();
        using var batch = Encoded([1, 2, 0, 0, 0, 3, 0, 0, 0, 0]);

        Assert.AreEqual(1, Copying.Problem.BatchAccuracy(Output([0, 1, 3], [2, 3, 1]), batch, slots: null));
        Assert.AreEqual(0.5, Copying.Problem.BatchAccuracy(Output([0, 1, 3], [2, 1, 1]), batch, slots: null));
    }

    private static Batch Encoded(byte[] values)
    {
        var batch = Copying.Problem.CreateBatch(values.Length / Copying.Width);
        Copying.Problem.Encode(Copying.Of(values), [.. Enumerable.Range(0, batch.RowCount)], batch, withTargets: true);
        return batch;
    }

    /// <summary>Logits that are sure of the given classes.</summary>
    private static Tensor Output(params long[][] classes) =>
        nn.functional.one_hot(tensor(classes.SelectMany(row => row).ToArray()), 4).to(ScalarType.Float32).mul(Sure).view(1, classes.Length, -1);
}
