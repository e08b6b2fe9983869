using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>A user's own CSV file: stock loading and normalisation, one mask per class, functions by any column.</summary>
[TestClass]
public sealed class FlowersTests
{
    private static readonly string[] Species = ["synthetic-tall", "synthetic-broad", "synthetic-dwarf"];

    [TestMethod]
    public void Masks_PerClassOfACsvFile_KeepTheirClassAndLoseTheOthers()
    {
        var ml = new MLContext(seed: 1);
        var data = Load(ml);
        var masks = new MaskStageOptions { StepCount = 800, LearningRate = 5e-2, Beta = 1e-2, BatchSize = 32 };
        var pipeline = Preparation(ml)
            .Append(ml.Masks.Pretrain(new FeedForwardNetwork([32]), new() { StepCount = 800, BatchSize = 32, LearningRate = 1e-2 }))
            .Append(ml.Masks.Learn("control", masks with { Role = MaskRole.Control }))
            .Append(ml.Masks.Learn("tall", masks with { Rows = RowFilter.KeyIs("species", Species[0]) }))
            .Append(ml.Masks.Learn("broad", masks with { Rows = RowFilter.KeyIs("Label", Species[1]) }))
            .Append(ml.Masks.Learn("dwarf", masks with { Rows = RowFilter.KeyIsNotIn("Label", Species[..2]) }));

        using var model = pipeline.Fit(data);

        var evaluation = ml.Masks.Evaluate(model, data, new()
        {
            Sets = [new("all"), .. Species.Select(species => new EvaluationSet(species, RowFilter.KeyIs("Label", species)))],
        });
        Assert.IsGreaterThan(0.9, evaluation.Accuracy("", Condition.Unmasked, "all"));
        foreach (var (mask, species) in new[] { ("tall", Species[0]), ("broad", Species[1]), ("dwarf", Species[2]) })
        {
            Assert.IsGreaterThan(0.95, evaluation.Accuracy(mask, Condition.Mask, species), mask);
            var others = Species.Where(other => other != species).Average(other => evaluation.Accuracy(mask, Condition.Mask, other));
            Assert.IsLessThan(0.5, others, mask);
        }

        var kept = ml.Masks.Analyze(model).Masks;
        Assert.IsTrue(kept.Functions.All(entry => entry.Mask.Kept < kept.Layout.Count));
    }

    [TestMethod]
    [DataRow("text")]
    [DataRow("number")]
    [DataRow("interval")]
    [DataRow("Boolean")]
    [DataRow("key")]
    public void Rows_PickedByAColumnOfAnyKind_AreWhatTheMaskLearnsFrom(string kind)
    {
        var messages = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => messages.Add(e.Message);
        var data = Load(ml);
        var widths = data.GetColumn<float>("stem_width").ToList();
        var (rows, expected) = kind switch
        {
            "text" => (RowFilter.KeyIs("species", Species[0]), 100),
            "number" => (RowFilter.KeyIsIn("stem_width", ["0.46", "0.7"]), widths.Count(width => width is 0.46f or 0.7f)),
            "interval" => (RowFilter.Between("stem_width", double.NegativeInfinity, 0.54), widths.Count(width => width <= 0.54f)),
            "Boolean" => (RowFilter.KeyIs("wide", "true"), widths.Count(width => width > 0.54f)),
            _ => (RowFilter.KeyIsNot("Label", Species[0]), 200),
        };

        using var model = Preparation(ml)
            .Append(ml.Transforms.Expression("wide", "x => x > 0.54f", "stem_width"))
            .Append(ml.Masks.Pretrain(Toy.Network, Toy.FewSteps))
            .Append(ml.Masks.Learn("some", Toy.FewMaskSteps with { Rows = rows }))
            .Fit(data);

        Assert.IsGreaterThan(0, expected);
        Assert.IsTrue(messages.Exists(message => message.Contains($"maskable weights, {expected} rows", StringComparison.Ordinal)), string.Join("\n", messages));
    }

    private static IDataView Load(MLContext ml) => ml.Data.LoadFromTextFile(
        Path.Combine(AppContext.BaseDirectory, "data", "flowers.csv"),
        [
            new("stem_length", DataKind.Single, 0),
            new("stem_width", DataKind.Single, 1),
            new("petal_length", DataKind.Single, 2),
            new("petal_width", DataKind.Single, 3),
            new("species", DataKind.String, 4),
        ],
        separatorChar: ',',
        hasHeader: true);

    private static EstimatorChain<ITransformer> Preparation(MLContext ml) => new EstimatorChain<ITransformer>()
        .Append(ml.Transforms.Conversion.MapValueToKey("Label", "species"))
        .Append(ml.Transforms.Concatenate("Features", "stem_length", "stem_width", "petal_length", "petal_width"))
        .Append((IEstimator<ITransformer>)ml.Transforms.NormalizeMeanVariance("Features"));
}
