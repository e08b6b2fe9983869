using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Problems;

[TestClass]
public sealed class DoubleAdditionProblemTests
{
    // One-digit pairs: 20 inputs and 10 outputs each. First row: 1 + 2 = 3 and 9 + 5 = 4.
    [TestMethod]
    [DataRow(PairMode.Together, new[] { 1, 12, 29, 35 }, new[] { 1, 12 }, new[] { 29, 35 }, 40, 20, true, false)]
    [DataRow(PairMode.OnlyOne, new[] { 1, 12, 69, 75 }, new[] { 1, 12 }, new[] { 69, 75 }, 40, 20, false, false)]
    [DataRow(PairMode.SameInput, new[] { 1, 12, 29, 35 }, new[] { 1, 12 }, new[] { 29, 35 }, 20, 20, false, false)]
    [DataRow(PairMode.SameOutput, new[] { 1, 12, 29, 35 }, new[] { 1, 12 }, new[] { 29, 35 }, 40, 10, true, true)]
    [DataRow(PairMode.SameIo, new[] { 1, 12, 29, 35 }, new[] { 1, 12 }, new[] { 29, 35 }, 20, 10, false, true)]
    [DataRow(PairMode.OnlyOneIo, new[] { 1, 12, 69, 75 }, new[] { 1, 12 }, new[] { 69, 75 }, 40, 20, false, true)]
    public void Encode_InEachMode_ShowsPairsInTheirFramesAndSlots(
        PairMode mode, int[] all, int[] first, int[] second, int inputs, int outputs, bool repeatsInput, bool readsEveryFrame)
    {
        var problem = PairRows.Bound(mode);
        using var batch = problem.CreateBatch(1);
        batch.Input.fill_(9); // old values must go

        Assert.AreEqual(new NetworkShape(inputs, outputs) { FrameCount = 2, RepeatsInput = repeatsInput, ReadsEveryFrame = readsEveryFrame }, problem.Shape);
        Assert.AreEqual(problem.Shape.InputFrameCount * inputs, batch.Input.size(1));
        CollectionAssert.AreEqual(all, Hot(slots: null));
        CollectionAssert.AreEqual(first, Hot([0]));
        CollectionAssert.AreEqual(second, Hot([1]));
        CollectionAssert.AreEqual(all, Hot([1, 0]));
        CollectionAssert.AreEqual(new long[] { 3, 4 }, batch.TargetRow(0).ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => Hot([2]));

        int[] Hot(IReadOnlyList<int>? slots)
        {
            problem.Encode(PairRows.Two(), [0], batch, withTargets: true, slots);
            return [.. batch.InputRow(0).ToArray().Index().Where(input => input.Item != 0).Select(input => input.Index)];
        }
    }

    [TestMethod]
    [DataRow(PairMode.Together, new[] { 0, 10 })]
    [DataRow(PairMode.OnlyOne, new[] { 0, 10 })]
    [DataRow(PairMode.SameInput, new[] { 0, 10 })]
    [DataRow(PairMode.SameOutput, new[] { 0, 10 })]
    [DataRow(PairMode.SameIo, new[] { 0, 10 })]
    [DataRow(PairMode.OnlyOneIo, new[] { 0, 30 })] // frame 0, slot 0 and frame 1, slot 1; the other two answers count nowhere
    public void LossAndAnswers_InEachMode_ComeFromTheOutputsOfThePair(PairMode mode, int[] places)
    {
        var problem = PairRows.Bound(mode);
        using var scope = NewDisposeScope();
        using var batch = problem.CreateBatch(1);
        problem.Encode(PairRows.Two(), [0], batch, withTargets: true);
        var output = zeros(1, 1, problem.Shape.AnswerCount * problem.Shape.OutputSize);
        output[0, 0, places[0] + 3] = 5; // right
        output[0, 0, places[1] + 8] = 5; // wrong
        var right = Math.Log(Math.Exp(5) + 9) - 5;
        var wrong = Math.Log(Math.Exp(5) + 9);

        Assert.AreEqual(2, problem.OutputSlotCount);
        Assert.AreEqual(right, problem.Loss(output, batch, [0]).item<float>(), 1e-5);
        Assert.AreEqual(wrong, problem.Loss(output, batch, [1]).item<float>(), 1e-5);
        Assert.AreEqual((right + wrong) / 2, problem.Loss(output, batch, slots: null).item<float>(), 1e-5);
        Assert.AreEqual(1, problem.BatchAccuracy(output, batch, [0]));
        Assert.AreEqual(0, problem.BatchAccuracy(output, batch, slots: null));
        var answers = problem.CreateAnswers(1);
        problem.Read(output, PairRows.Two(), [0], [0], withTargets: true, answers);
        Assert.IsTrue(answers.IsCorrect[0]);
        CollectionAssert.AreEqual(new[] { 3, 8 }, answers.Symbols);
        Assert.HasCount(20, answers.Scores);
        Assert.AreEqual(2, answers.Scores.Sum(), 1e-5);
        Assert.ThrowsExactly<InvalidOperationException>(() => problem.Loss(zeros(1, 1, 15), batch, slots: null));
    }

    [TestMethod]
    public void SlotRegionOf_WhereAPairHasInputsAndOutputsOfItsOwn_IsItsShareOfTheLayers()
    {
        foreach (var mode in new[] { PairMode.Together, PairMode.OnlyOne, PairMode.OnlyOneIo })
        {
            Assert.AreEqual(new SlotRegion(0, 20, 0, 10), PairRows.Bound(mode).SlotRegionOf(0));
            Assert.AreEqual(new SlotRegion(20, 20, 10, 10), PairRows.Bound(mode).SlotRegionOf(1));
            Assert.ThrowsExactly<ArgumentException>(() => PairRows.Bound(mode).SlotRegionOf(2));
        }

        foreach (var mode in new[] { PairMode.SameInput, PairMode.SameOutput, PairMode.SameIo })
        {
            Assert.IsNull(PairRows.Bound(mode).SlotRegionOf(1));
        }

        Assert.IsNull(Tiny.BoundTwoDigits().SlotRegionOf(0));
    }

    [TestMethod]
    public void Bind_OfPairsOfOtherSizes_SaysWhatIsNeeded()
    {
        var sizes = new Dictionary<string, ColumnSize>(PairRows.Sizes) { ["SecondLeft"] = new(2, []) };

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new DoubleAdditionProblem().Bind(sizes)).Message,
            "The first pair has 2 digits and a sum of 1, the second 3 and 1; both pairs need the same numbers of digits.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DoubleAdditionProblem { Mode = (PairMode)9 });
        Assert.AreEqual(2, PairRows.Bound(PairMode.SameIo).Answer.Width);
        Assert.IsNull(PairRows.Bound(PairMode.SameIo).Confusion);
    }

    [TestMethod]
    public void Validate_OfBadDigits_NamesColumnAndRow()
    {
        var table = new ExampleTable([.. PairRows.Sizes.Keys.Select(name => new ExampleColumn<byte>(name, 1, [1, name == "SecondResult" ? (byte)10 : (byte)2]))]);

        PairRows.Bound(PairMode.Together).Validate(table, withTargets: false, firstRow: 0);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidDataException>(() => PairRows.Bound(PairMode.Together).Validate(table, withTargets: true, firstRow: 100)).Message,
            "Column 'SecondResult' holds 10 in row 101, slot 0; a digit from 0 to 9 was expected.");
    }
}
