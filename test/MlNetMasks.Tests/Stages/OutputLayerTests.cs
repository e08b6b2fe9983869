using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;

namespace MlNetMasks.Tests.Stages;

/// <summary>Masks that take their output layer over from the control.</summary>
[TestClass]
public sealed class OutputLayerTests
{
    private static readonly MaskStageOptions Mask = new() { StepCount = 40, BatchSize = 16, LearningRate = 0.2, Beta = 1e-2 };
    private static readonly MaskStageOptions Control = Mask with { Role = MaskRole.Control };
    private static readonly MaskStageOptions Fixed = Mask with { OutputLayer = OutputLayerMask.Control, Rows = RowFilter.KeyIsNotAt("Label", [0]) };

    [TestMethod]
    public void Learn_WithTheControlsOutputLayer_HasItsBitsThere()
    {
        var (ml, model) = Fit();
        var masks = ml.Masks.Analyze(model).Masks;
        var output = masks.Layout.IndexOf("layers.1.weight");

        Assert.IsTrue(masks["without-red"].Words(output).SequenceEqual(masks["control"].Words(output)));
        Assert.IsFalse(masks["free"].Words(output).SequenceEqual(masks["control"].Words(output)));
        CollectionAssert.AreEqual(new[] { "layers.1.weight" }, masks.Single(entry => entry.Mask.Name == "without-red").IncomparableLayers.ToArray());
        Assert.IsEmpty(masks.Single(entry => entry.Mask.Name == "free").IncomparableLayers);
    }

    [TestMethod]
    public void Analyze_AFixedLayer_IsInNoOverlapAndNoHealth()
    {
        var (ml, model) = Fit();
        var analysis = ml.Masks.Analyze(model);
        var ofOutput = analysis.Records.Where(record => record.Mask == "without-red" && record.Layer == "layers.1.weight").Select(record => record.Metric).ToArray();

        CollectionAssert.AreEquivalent((string[])[Metrics.Kept, Metrics.Maskable, Metrics.Density, .. PairMetrics], ofOutput.Distinct().ToArray(), "only with the mask that learned the layer");
        Assert.IsFalse(analysis.Records.Any(record => record is { Mask: "control", Against: "without-red", Layer: "layers.1.weight" }));
        Assert.AreEqual(2, analysis.Overlap().Rows.Count(row => (string)row[2] == "layers.1.weight"), "control and free, without-red and free");
        Assert.AreEqual(1, analysis.Sharing().Rows.Count(row => (string)row[1] == "layers.1.weight"));
    }

    [TestMethod]
    public void Model_SavedAndLoaded_KnowsItsFixedLayers()
    {
        var (ml, model) = Fit();
        using var file = new MemoryStream();
        ml.Model.Save(model, Toy.Data(ml).Schema, file);
        file.Position = 0;
        var other = new MLContext(seed: 77);
        _ = other.Masks;

        var loaded = other.Model.Load(file, out _);

        Assert.AreEqual(ml.Masks.Analyze(model).Masks, other.Masks.Analyze(loaded).Masks);
        Assert.AreEqual(OutputLayerMask.Control, ModelStages.Find(loaded).Masks[1].Options.OutputLayer);
    }

    [TestMethod]
    public void Learn_WithoutAControlBefore_IsRefusedBeforeTraining()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        const string Expected = "Mask 'without-red' takes the mask of its output layer over from the control, but no mask before it has the role of the control; learn the control first";
        var pretrain = ml.Masks.Pretrain(Toy.Network, Toy.FewSteps);
        var late = pretrain.Append(ml.Masks.Learn("without-red", Fixed)).Append(ml.Masks.Learn("control", Control));

        StringAssert.Contains(Toy.Message<ArgumentException>(() => late.GetOutputSchema(ShapeReader.Of(data))), Expected);
        var view = pretrain.Fit(data).Transform(data);
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Learn("without-red", Fixed).Fit(view)), Expected);
    }

    [TestMethod]
    public void Options_ThatCannotBe_AreRefused()
    {
        var ml = new MLContext(seed: 1);

        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Learn("m", Control with { OutputLayer = OutputLayerMask.Control })), "cannot take its output layer over from itself");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Learn("m", Fixed with { Reinitialise = true })), "other weights than re-initialised ones");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Learn("m", Mask with { OutputLayer = (OutputLayerMask)7 })), "use Learned or Control");
    }

    private static readonly string[] PairMetrics =
    [
        Metrics.IoU, Metrics.IoMin, Metrics.Intersection, Metrics.ChancePrefix + Metrics.Intersection, Metrics.IntersectionZ,
        .. new[] { Metrics.IoU, Metrics.IoMin }.SelectMany(metric => new[] { "", Metrics.LowSuffix, Metrics.HighSuffix }.Select(end => Metrics.ChancePrefix + metric + end)),
    ];

    private static (MLContext Ml, TransformerChain<MaskTransformer> Model) Fit()
    {
        var ml = new MLContext(seed: 1);
        return (ml, ml.Masks.Pretrain(Toy.Network, new() { StepCount = 150, BatchSize = 16, LearningRate = 0.02 })
            .Append(ml.Masks.Learn("control", Control))
            .Append(ml.Masks.Learn("without-red", Fixed))
            .Append(ml.Masks.Learn("free", Mask with { Rows = RowFilter.KeyIsNotAt("Label", [1]) }))
            .Fit(Toy.Data(ml)));
    }
}
