using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Faults that only the data shows: the stage that reads it fails before its first step.</summary>
[TestClass]
public sealed class DataFaultTests
{
    private readonly StepCounter _counter = new();
    private readonly MLContext _ml = new(seed: 1);

    private PretrainStageOptions Pretrain => Toy.FewSteps with { Progress = _counter };

    private MaskStageOptions Mask => Toy.FewMaskSteps with { Progress = _counter };

    [TestMethod]
    public void Filter_ThatPicksNoRow_SaysHowManyThereWere()
    {
        StringAssert.Contains(
            Toy.Message<InvalidDataException>(() => Chain(Pretrain with { Rows = Toy.Color("purple") }).Fit(Toy.Data(_ml))),
            "Stage 'pretrain' found no row with 'Color is purple' among 120 rows");
        Assert.IsEmpty(_counter.Steps);

        var message = Toy.Message<InvalidDataException>(() => Chain(Pretrain).Append(_ml.Masks.Learn("none", Mask with { Rows = RowFilter.Between("Size", 3, 4) })).Fit(Toy.Data(_ml)));
        StringAssert.Contains(message, "Mask 'none' found no row with 'Size in [3, 4]' among 120 rows");
        Assert.AreEqual(0, _counter.CountOf("none"));
    }

    [TestMethod]
    public void View_WithoutRows_IsRefused()
    {
        StringAssert.Contains(Toy.Message<InvalidDataException>(() => Chain(Pretrain).Fit(_ml.Data.FilterRowsByColumn(Toy.Data(_ml), "Size", 5, 6))), "Stage 'pretrain' got a view without rows");
    }

    [TestMethod]
    public void Filter_ForAnUnknownKeyValue_ListsTheKnownOnes()
    {
        var message = Toy.Message<ArgumentException>(
            () => Chain(Pretrain).Append(_ml.Masks.Learn("purple", Mask with { Rows = RowFilter.KeyIs("Label", "purple") })).Fit(Toy.Data(_ml)));

        StringAssert.Contains(message, "asks for 'purple', which is no value of key column 'Label'; its values are red, green, blue");
        Assert.AreEqual(0, _counter.CountOf("purple"));
    }

    [TestMethod]
    public void Masks_OfTheSameRowsWrittenDifferently_AreRefused()
    {
        var message = Toy.Message<ArgumentException>(
            () => Chain(Pretrain).Append(_ml.Masks.Learn("again", Mask with { Rows = RowFilter.KeyIsNotIn("Label", ["green", "blue"]) })).Fit(Toy.Data(_ml)));

        StringAssert.Contains(message, "Masks 'red' and 'again' are learned on the same rows and output slots with the same replicate index 0");
        Assert.AreEqual(0, _counter.CountOf("again"));
    }

    [TestMethod]
    public void Masks_OfTheSameOperationWrittenDifferently_AreRefused()
    {
        var source = AddMulModel.Source(MlNetMasks.Data.DataSplit.Train, 200);
        var chain = _ml.Masks.Pretrain(Toy.Network, Pretrain with { Problem = new DigitsProblem() })
            .Append(_ml.Masks.Learn("add", Mask with { Rows = RowFilter.KeyIsIn("Operation", ["add"]) }))
            .Append(_ml.Masks.Learn("not-mul", Mask with { Rows = RowFilter.KeyIsNotIn("Operation", ["mul"]) }));

        StringAssert.Contains(Toy.Message<ArgumentException>(() => chain.Fit(source)), "Masks 'add' and 'not-mul' are learned on the same rows");
        Assert.AreEqual(0, _counter.CountOf("not-mul"));
    }

    [TestMethod]
    public void Slot_ThatTheProblemLacks_IsRefusedByTheStageThatChoosesIt()
    {
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => Chain(Pretrain with { Slots = [1] }).Fit(Toy.Data(_ml))), "Stage 'pretrain' chooses output slots [1]; the problem has slots 0 to 0");
        Assert.IsEmpty(_counter.Steps);
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => _ml.Masks.Pretrain(Toy.Network, Pretrain).Append(_ml.Masks.Learn("m", Mask with { Slots = [0, 2] })).Fit(Toy.Data(_ml))),
            "Mask 'm' chooses output slots [0, 2]; the problem has slots 0 to 0");
        Assert.AreEqual(0, _counter.CountOf("m"));
        using var model = Chain(Pretrain).Fit(Toy.Data(_ml));
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => _ml.Masks.Evaluate(model, Toy.Data(_ml), new() { Sets = [new("x", Slots: [1])] })), "Evaluation set 'x' chooses output slots [1]");
    }

    [TestMethod]
    public void Feature_ThatIsNoNumber_IsNamedByStageRowAndSlot()
    {
        var rows = Toy.Rows(120).ToList();
        rows[7].Features[1] = float.NaN; // the third green row
        var data = Keyed(rows);

        StringAssert.Contains(
            Toy.Message<InvalidDataException>(() => Chain(Pretrain).Fit(data)), "Stage 'pretrain': Column 'Features' holds NaN in row 7, slot 1; a finite number was expected");
        StringAssert.Contains(
            Toy.Message<InvalidDataException>(() => Chain(Pretrain with { Rows = Toy.Color("green") }).Fit(data)),
            "Stage 'pretrain', counting only rows with 'Color is green': Column 'Features' holds NaN in row 2, slot 1");
        Assert.IsEmpty(_counter.Steps);

        using var model = Toy.Chain(_ml).Fit(Toy.Data(_ml));
        StringAssert.Contains(Toy.Message<InvalidDataException>(() => _ml.Masks.Evaluate(model, data)), "Evaluation set 'all': Column 'Features' holds NaN in row 7");
        StringAssert.Contains(Toy.Message<InvalidDataException>(() => _ = model.Transform(data).GetColumn<float[]>("red.Score").Count()), "holds NaN in row 7, slot 1");
    }

    [TestMethod]
    public void Label_ThatIsMissing_IsRefusedInTrainingAndWrongInScoring()
    {
        // A key that was mapped from fewer colours leaves the others missing.
        var few = Keyed([.. Toy.Rows(120).Where(row => row.Color != "blue")]);
        var raw = Toy.Raw(_ml);
        var data = _ml.Transforms.Conversion.MapValueToKey("Label", "Color", keyData: _ml.Transforms.SelectColumns("Color").Fit(few).Transform(few)).Fit(raw).Transform(raw);

        StringAssert.Contains(Toy.Message<InvalidDataException>(() => Chain(Pretrain).Fit(data)), "Stage 'pretrain': Column 'Label' is missing in row 2; filter rows without a label first");
        Assert.IsEmpty(_counter.Steps);

        using var model = _ml.Masks.Pretrain(Toy.Network, Pretrain).Append(_ml.Masks.Learn("m", Mask)).Fit(few);
        var right = model.Transform(data).GetColumn<bool>("Correct").Zip(data.GetColumn<uint>("Label")).Where(row => row.Second == 0).Select(row => row.First).ToList();
        Assert.HasCount(40, right);
        Assert.IsFalse(right.Contains(true));
    }

    [TestMethod]
    public void Label_OfOneClass_IsRefused()
    {
        var data = Keyed([.. Toy.Rows(120).Where(row => row.Color == "red")]);

        StringAssert.Contains(Toy.Message<ArgumentException>(() => Chain(Pretrain).Fit(data)), "Column 'Label' is a key of 1 values; a classification needs at least 2 classes");
        Assert.IsEmpty(_counter.Steps);
    }

    [TestMethod]
    public void Features_OfUnknownSize_AreRefused()
    {
        var raw = _ml.Data.LoadFromEnumerable([new Variable { Features = [1, 2], Color = "red" }, new Variable { Features = [1], Color = "blue" }]);
        var data = _ml.Transforms.Conversion.MapValueToKey("Label", "Color").Fit(raw).Transform(raw);

        StringAssert.Contains(Toy.Message<ArgumentException>(() => Chain(Pretrain).Fit(data)), "expected Vector<Single, fixed length>");
    }

    [TestMethod]
    public void Model_OnVectorsOfAnotherSize_SaysBothSizes()
    {
        using var model = Chain(Pretrain).Fit(Toy.Data(_ml));
        var data = Toy.Data(_ml);
        var wide = _ml.Transforms.Concatenate("Features", "Features", "Size").Fit(data).Transform(data);

        foreach (Action use in new Action[] { () => model.Transform(wide), () => _ml.Masks.Evaluate(model, wide), () => _ml.Masks.Learn("m", Mask).Fit(_ml.Transforms.Concatenate("Features", "Features", "Size").Fit(data).Transform(model.Transform(data))) })
        {
            StringAssert.Contains(Toy.Message<ArgumentException>(use), "Column 'Features' has 3 values per row; the network was trained on 2");
        }
    }

    [TestMethod]
    public void Model_OnOtherKeyValues_SaysBoth()
    {
        using var model = Chain(Pretrain).Fit(Toy.Data(_ml));
        var rows = Toy.Rows(120).ToList();
        rows.ForEach(row => row.Color = row.Color == "red" ? "pink" : row.Color);

        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => model.Transform(Keyed(rows))), "Key column 'Label' has the values pink, green, blue; the network was trained on red, green, blue");
    }

    [TestMethod]
    public void Digit_AboveNine_IsNamed()
    {
        var data = _ml.Data.LoadFromEnumerable([new Sum { Left = [3, 12] }, new Sum()]);
        var problem = new DigitsProblem { OperandColumns = ["Left"], OperationColumn = null, ResultColumns = ["Left"], CandidateColumns = ["Left"] };

        StringAssert.Contains(
            Toy.Message<InvalidDataException>(() => _ml.Masks.Pretrain(Toy.Network, Pretrain with { Problem = problem }).Fit(data)),
            "Stage 'pretrain': Column 'Left' holds 12 in row 0, slot 1; a digit from 0 to 9 was expected");
        Assert.IsEmpty(_counter.Steps);
    }

    private EstimatorChain<MaskTransformer> Chain(PretrainStageOptions pretrain) => Toy.Chain(_ml, pretrain, Mask);

    private IDataView Keyed(IReadOnlyList<ToyRow> rows)
    {
        var raw = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Color").Fit(raw).Transform(raw);
    }

    private sealed class Variable
    {
        public float[] Features { get; set; } = [];

        public string Color { get; set; } = "";
    }

    private sealed class Sum
    {
        [VectorType(2)]
        public byte[] Left { get; set; } = [0, 0];
    }
}
