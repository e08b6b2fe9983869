using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Faults that a chain shows before any training: each is one clear message, and no step ran.</summary>
[TestClass]
public sealed class SchemaFaultTests
{
    private readonly StepCounter _counter = new();
    private readonly MLContext _ml = new(seed: 1);

    private PretrainStageOptions Pretrain => Toy.FewSteps with { Progress = _counter };

    private MaskStageOptions Mask => Toy.FewMaskSteps with { Progress = _counter };

    [TestMethod]
    public void Learn_BeforeItsNetwork_IsRefused()
    {
        AssertRefused(
            _ml.Masks.Learn("red", Mask with { Rows = Toy.Color("red") }).Append(_ml.Masks.Pretrain(Toy.Network, Pretrain)),
            "No column carries a PretrainedNetwork", "Append the stage behind mlContext.Masks.Pretrain");
    }

    [TestMethod]
    [DataRow("Missing", "Label", "Column 'Missing' is missing; expected Vector<Single, fixed length>. Columns there: Features, Color")]
    [DataRow("Features", "Missing", "Column 'Missing' is missing; expected Key<any type>")]
    [DataRow("Number", "Label", "Column 'Number' is Int32; expected Vector<Single, fixed length>")]
    [DataRow("Color", "Label", "Column 'Color' is String; expected Vector<Single, fixed length>")]
    [DataRow("Features", "Color", "Column 'Color' is String; expected Key<any type>. Make a key with MapValueToKey")]
    [DataRow("Features", "Size", "Column 'Size' is Single; expected Key<any type>. Make a key with MapValueToKey")]
    public void Pretrain_OnAMissingOrWrongColumn_IsRefused(string features, string label, string expected)
    {
        AssertRefused(Chain(Pretrain with { Problem = new ClassificationProblem(features, label) }), expected);
    }

    [TestMethod]
    public void Pretrain_OfADigitsProblemOnFloats_IsRefused()
    {
        AssertRefused(
            Chain(Pretrain with { Problem = new DigitsProblem { OperandColumns = ["Features"], OperationColumn = null } }),
            "Column 'Features' is Vector<Single>; expected Vector<Byte, fixed length>. Convert it with ConvertType to DataKind.Byte");
    }

    [TestMethod]
    public void Learn_BehindAStageThatDropsALearnedColumn_IsRefused()
    {
        AssertRefused(
            _ml.Masks.Pretrain(Toy.Network, Pretrain).Append(_ml.Transforms.DropColumns("Label")).Append(_ml.Masks.Learn("red", Mask)),
            "Column 'Label' is missing; expected Key<any type>");
    }

    [TestMethod]
    public void Learn_BehindAStageThatDropsTheScore_IsRefused()
    {
        AssertRefused(
            _ml.Masks.Pretrain(Toy.Network, Pretrain).Append(_ml.Transforms.DropColumns("Score")).Append(_ml.Masks.Learn("red", Mask)),
            "No column carries a PretrainedNetwork");
    }

    [TestMethod]
    [DataRow("Colour", "is", "needs column 'Colour', which is missing. Columns there: Features, Color")]
    [DataRow("Features", "is", "cannot compare column 'Features', which is a vector of Single; use a key, text, number or Boolean column")]
    [DataRow("Color", "between", "cannot compare column 'Color', which is String; use a number column")]
    [DataRow("Label", "between", "cannot compare column 'Label', which is Key<UInt32>; use a number column")]
    [DataRow("Number", "is", "compares column 'Number' with 'red'; a number was expected")]
    [DataRow("Flag", "is", "compares column 'Flag' with 'red'; true or false was expected")]
    public void Filter_ThatCannotBeAsked_IsRefused(string column, string question, string expected)
    {
        var rows = question == "is" ? RowFilter.KeyIs(column, "red") : RowFilter.Between(column, 0, 1);
        AssertRefused(Chain(Pretrain with { Rows = rows }), expected);
        AssertRefused(_ml.Masks.Pretrain(Toy.Network, Pretrain).Append(_ml.Masks.Learn("red", Mask with { Rows = rows })), expected);
    }

    [TestMethod]
    public void Masks_WithTheSameName_AreRefused()
    {
        AssertRefused(Chain(Pretrain).Append(_ml.Masks.Learn("red", Mask with { Rows = Toy.Color("green") })), "There is already a mask 'red' upstream");
    }

    [TestMethod]
    public void Masks_OfTheSameFunction_AreRefusedUnlessDeclaredAReplicate()
    {
        AssertRefused(
            Chain(Pretrain).Append(_ml.Masks.Learn("again", Mask with { Rows = Toy.Color("red") })),
            "Masks 'red' and 'again' are learned on the same rows and output slots with the same replicate index 0: a silent repeat");

        using var model = Chain(Pretrain).Append(_ml.Masks.Learn("again", Mask with { Rows = Toy.Color("red"), Replicate = 1 })).Fit(Toy.Data(_ml));
        Assert.HasCount(3, ModelStages.Find(model).Masks);
    }

    [TestMethod]
    public void Masks_WithTwoControls_AreRefused()
    {
        AssertRefused(
            _ml.Masks.Pretrain(Toy.Network, Pretrain)
                .Append(_ml.Masks.Learn("one", Mask with { Role = MaskRole.Control }))
                .Append(_ml.Masks.Learn("two", Mask with { Role = MaskRole.Control, Replicate = 1 })),
            "Masks 'one' and 'two' both have the role of the control");
    }

    [TestMethod]
    public void Masks_OnTwoNetworksOfOneChain_MayHaveTheSameFunction()
    {
        using var model = Chain(Pretrain)
            .Append(_ml.Masks.Pretrain(Toy.Network, Pretrain with { Seed = 5 }))
            .Append(_ml.Masks.Learn("other", Mask with { Rows = Toy.Color("red") }))
            .Fit(Toy.Data(_ml));

        Assert.AreEqual(120, model.Transform(Toy.Data(_ml)).GetColumn<float[]>("other.Score").Count());
        StringAssert.Contains(Toy.Message<ArgumentException>(() => _ml.Masks.Analyze(model)), "The model has 2 pretraining stages, expected exactly one");
    }

    [TestMethod]
    public void Options_ThatContradictThemselves_AreRefusedWhenTheStageIsMade()
    {
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => _ml.Masks.Learn("red", Mask with { BatchSize = 10, SampleCount = 4 })), "BatchSize 10 is no multiple of SampleCount 4");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mask with { Replicate = -1 });
        StringAssert.Contains(Toy.Message<ArgumentException>(() => _ = Mask with { Slots = [] }), "Slots is []; name at least one output slot");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => _ = Mask with { Slots = [1, 1] }), "Slots is [1, 1]");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => _ = new EvaluationSet("all", Slots: [-1])), "Slots is [-1]");
    }

    [TestMethod]
    [DataRow("", "blank")]
    [DataRow(" ", "blank")]
    [DataRow("a/b", "'/'")]
    [DataRow("a\nb", "control characters")]
    [DataRow("pretrain", "results use that name for another stage")]
    [DataRow("evaluate", "results use that name for another stage")]
    public void Name_ThatNoMaskCanHave_IsRefusedWhenTheStageIsMade(string name, string expected)
    {
        StringAssert.Contains(Toy.Message<ArgumentException>(() => _ml.Masks.Learn(name, Mask)), expected);
    }

    private EstimatorChain<MaskTransformer> Chain(PretrainStageOptions pretrain) => Toy.Chain(_ml, pretrain, Mask);

    private void AssertRefused<T>(EstimatorChain<T> chain, params string[] expected)
        where T : class, ITransformer
    {
        var message = Toy.Message<ArgumentException>(() => chain.Fit(Toy.Data(_ml)));
        foreach (var text in expected)
        {
            StringAssert.Contains(message, text);
        }

        Assert.IsEmpty(_counter.Steps);
    }
}
