using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Problems;

[TestClass]
public sealed class DigitsProblemTests
{
    private static readonly BoundProblem Problem = new DigitsProblem().Bind(AddMulRows.Sizes);

    [TestMethod]
    public void Bind_ToAddMul_HasTheSizesOfThePaper()
    {
        Assert.AreEqual(new NetworkShape(42, 20), Problem.Shape);
        Assert.AreEqual(1, Problem.OutputSlotCount);
        Assert.AreEqual(20, Problem.ScoreSize);
        Assert.AreEqual(2, Problem.Answer.Width);
        CollectionAssert.AreEqual(new[] { "add", "mul" }, Problem.Confusion!.TrueClasses.ToArray());
        CollectionAssert.AreEqual(new[] { "add", "mul", "none" }, Problem.Confusion.AnsweredClasses.ToArray());
    }

    [TestMethod]
    public void Encode_OfARow_WritesOneHotDigitsAndOperation()
    {
        using var batch = Problem.CreateBatch(2);
        batch.Input.fill_(9); // old values must go

        Problem.Encode(AddMulRows.Three(), [1, 0], batch, withTargets: true);

        // 12 * 34: digits 2, 1, 4, 3 at offsets 0, 10, 20, 30; the operation at 40.
        CollectionAssert.AreEqual(new[] { 2, 11, 24, 33, 41 }, Hot(0));
        CollectionAssert.AreEqual(new[] { 2, 11, 24, 33, 40 }, Hot(1));
        CollectionAssert.AreEqual(new long[] { 8, 0 }, batch.TargetRow(0).ToArray());
        CollectionAssert.AreEqual(new long[] { 6, 4 }, batch.TargetRow(1).ToArray());

        int[] Hot(int row) => [.. batch.InputRow(row).ToArray().Index().Where(input => input.Item == 1).Select(input => input.Index)];
    }

    [TestMethod]
    public void Encode_OfMoreRowsThanTheBatchHolds_IsRefused()
    {
        using var batch = Problem.CreateBatch(2);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Problem.Encode(AddMulRows.Three(), [0, 1, 2], batch, withTargets: false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Problem.CreateBatch(0));
        batch.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => Problem.Encode(AddMulRows.Three(), [0], batch, withTargets: false));
    }

    [TestMethod]
    public void Loss_OfOutputs_IsTheMeanCrossEntropyOverBatchAndDigits()
    {
        using var scope = NewDisposeScope();
        using var batch = Problem.CreateBatch(3);
        Problem.Encode(AddMulRows.Three(), [0, 1, 2], batch, withTargets: true);
        var output = randn([1, 3, 20], generator: new Generator(1));
        var logits = output.data<float>().ToArray();
        var expected = 0.0;
        for (var row = 0; row < 3; row++)
        {
            for (var digit = 0; digit < 2; digit++)
            {
                var ten = logits.AsSpan((row * 20) + (digit * 10), 10).ToArray();
                expected -= (ten[(int)batch.TargetRow(row)[digit]] - Math.Log(ten.Sum(logit => Math.Exp(logit)))) / 6;
            }
        }

        Assert.AreEqual(expected, Problem.Loss(output, batch, slots: null).item<float>(), 1e-6);
        Assert.AreEqual(expected, Problem.Loss(output.view(3, 1, 20), batch, slots: [0]).item<float>(), 1e-6);
    }

    [TestMethod]
    public void LossAndCorrectness_RestrictedToASlot_CountOnlyItsDigits()
    {
        var problem = Tiny.BoundTwoDigits();
        using var scope = NewDisposeScope();
        using var batch = problem.CreateBatch(1);
        problem.Encode(Tiny.TwoDigitRows(), [37], batch, withTargets: true);
        var output = zeros(1, 1, 20);
        output[0, 0, 3] = 5;  // first digit right
        output[0, 0, 10] = 5; // second digit wrong
        var right = Math.Log(Math.Exp(5) + 9) - 5;
        var wrong = Math.Log(Math.Exp(5) + 9);

        Assert.AreEqual(right, problem.Loss(output, batch, [0]).item<float>(), 1e-5);
        Assert.AreEqual(wrong, problem.Loss(output, batch, [1]).item<float>(), 1e-5);
        Assert.AreEqual((right + wrong) / 2, problem.Loss(output, batch, [1, 0]).item<float>(), 1e-5);
        foreach (var (slots, isCorrect) in ((int[]? Slots, bool IsCorrect)[])[(null, false), ([0], true), ([1], false), ([0, 1], false)])
        {
            var answers = problem.CreateAnswers(1);
            problem.Read(output, Tiny.TwoDigitRows(), [37], slots, withTargets: true, answers);
            Assert.AreEqual(isCorrect, answers.IsCorrect[0]);
            Assert.AreEqual(isCorrect ? 1 : 0, problem.BatchAccuracy(output, batch, slots));
            CollectionAssert.AreEqual(new[] { 3, 0 }, answers.Symbols);
        }

        Assert.ThrowsExactly<ArgumentException>(() => problem.Loss(output, batch, [2]));
        Assert.ThrowsExactly<ArgumentException>(() => problem.Read(output, Tiny.TwoDigitRows(), [37], [], withTargets: true, problem.CreateAnswers(1)));
    }

    [TestMethod]
    public void Read_OfOutputs_GivesProbabilitiesPerDigit()
    {
        using var scope = NewDisposeScope();
        var answers = Problem.CreateAnswers(3);

        Problem.Read(randn([1, 3, 20], generator: new Generator(1)), AddMulRows.Three(), [0, 1, 2], slots: null, withTargets: false, answers);

        foreach (var digit in answers.Scores.Chunk(10))
        {
            Assert.AreEqual(1, digit.Sum(), 1e-5);
            Assert.IsTrue(digit.All(score => score > 0));
        }

        Assert.IsFalse(answers.IsCorrect.Any(correct => correct), "Without targets no answer counts as right.");
    }

    [TestMethod]
    public void ReadConfusion_OfAnswers_PrefersTheAskedOperation()
    {
        Assert.AreEqual((0, 0), Confuse(row: 0, 6, 4));
        Assert.AreEqual((0, 1), Confuse(row: 0, 8, 0));
        Assert.AreEqual((0, 2), Confuse(row: 0, 8, 4));
        Assert.AreEqual((1, 1), Confuse(row: 1, 8, 0));
        Assert.AreEqual((1, 0), Confuse(row: 1, 6, 4));
        Assert.AreEqual((1, 1), Confuse(row: 2, 4, 0)); // 2 + 2 = 2 * 2

        static (int True, int Answered) Confuse(int row, int units, int tens)
        {
            var answers = Problem.CreateAnswers(1);
            (answers.Symbols[0], answers.Symbols[1]) = (units, tens);
            Problem.ReadConfusion(AddMulRows.Three(), [row], answers);
            return (answers.TrueClasses[0], answers.AnsweredClasses[0]);
        }
    }

    [TestMethod]
    public void Bind_WithoutCandidates_HasNoConfusion()
    {
        Assert.IsNull(new DigitsProblem { CandidateColumns = [] }.Bind(AddMulRows.Sizes).Confusion);
        var without = new Dictionary<string, ColumnSize>(AddMulRows.Sizes);
        without.Remove("SumResult");
        Assert.IsNull(new DigitsProblem().Bind(without).Confusion);
        without["SumResult"] = new(3, []);
        Assert.IsNull(new DigitsProblem().Bind(without).Confusion);
    }

    [TestMethod]
    public void Bind_OfSizesThatDoNotFit_SaysWhy()
    {
        var unnamed = new Dictionary<string, ColumnSize>(AddMulRows.Sizes) { ["Operation"] = new(1, []) };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new DigitsProblem().Bind(unnamed)).Message, "'Operation'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new DigitsProblem { ResultColumns = [] }.Bind(AddMulRows.Sizes)).Message, "ResultColumns is empty");
    }

    [TestMethod]
    public void Validate_OfBadValues_NamesColumnRowAndRemedy()
    {
        Problem.Validate(AddMulRows.Three(), withTargets: true, firstRow: 0);
        AssertRefused("Column 'Left' holds 10 in row 102, slot 1; a digit from 0 to 9 was expected.", AddMulRows.Three(left: [2, 1, 2, 1, 2, 10]));
        AssertRefused("Column 'Result' holds 255 in row 101, slot 0;", AddMulRows.Three(results: [6, 4, 255, 0, 4, 0]));
        AssertRefused("Column 'Operation' is missing in row 101; every row needs an operation.", AddMulRows.Three(operations: [0, -1, 1]));
        AssertRefused("Column 'Operation' holds key 2 in row 102; a key from 0 to 1 was expected.", AddMulRows.Three(operations: [0, 1, 2]));
        AssertRefused("Column 'Left' has 1 values per row; 2 were expected.", new ExampleTable([new ExampleColumn<byte>("Left", 1, [1])]));
        Problem.Validate(AddMulRows.Three(results: [6, 4, 255, 0, 4, 0]), withTargets: false, firstRow: 0);

        static void AssertRefused(string message, ExampleTable table)
            => StringAssert.StartsWith(Assert.ThrowsExactly<InvalidDataException>(() => Problem.Validate(table, withTargets: true, firstRow: 100)).Message, message);
    }

    [TestMethod]
    public void Problems_OfEqualColumns_AreEqual()
    {
        Assert.AreEqual(new DigitsProblem(), new DigitsProblem { OperandColumns = ["Left", "Right"] });
        Assert.AreEqual(new DigitsProblem().GetHashCode(), new DigitsProblem { OperandColumns = ["Left", "Right"] }.GetHashCode());
        Assert.AreNotEqual(new DigitsProblem(), new DigitsProblem { OperationColumn = null });
    }
}
