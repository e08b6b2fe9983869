using System.Globalization;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Curves and histograms of a model's stages as result records.</summary>
internal static class TrainingRecords
{
    public static IEnumerable<ResultRecord> Of(ModelStages stages, ResultLabels labels) =>
        Curve(labels, stages.Pretrained.Curve, Masks.Stages.Pretrain, "").Concat(stages.Masks.SelectMany(mask => Of(mask, labels)));

    /// <summary>What one mask's learning left behind: its curve, its logits' histogram and health.</summary>
    public static IEnumerable<ResultRecord> Of(MaskTransformer mask, ResultLabels labels) => Curve(labels, mask.Curve, mask.Name, mask.Name)
        .Concat(mask.Histogram.Counts.Select((count, bin) => Record(
            labels, mask.Name, mask.Name, "", LogitHistogram.LowerEdge(bin).ToString(CultureInfo.InvariantCulture), null, Metrics.LogitHistogram, count)))
        .Concat(Health(mask, labels))
        .Append(Record(labels, mask.Name, mask.Name, "", "", null, Metrics.Beta, mask.Options.Beta));

    private static IEnumerable<ResultRecord> Curve(ResultLabels labels, IEnumerable<CurvePoint> points, string stage, string mask) => points.SelectMany(point => new[]
    {
        Record(labels, stage, mask, "", "", point.Step, Metrics.Loss, point.Loss),
        Record(labels, stage, mask, "", "", point.Step, Metrics.Accuracy, point.Accuracy),
        Record(labels, stage, mask, "", "", point.Step, Metrics.ClippedShare, point.ClippedShare),
    });

    private static IEnumerable<ResultRecord> Health(MaskTransformer mask, ResultLabels labels)
    {
        if (mask.Health is not { } health)
        {
            yield break; // a mask of an earlier version
        }

        foreach (var layer in health.Layers)
        {
            yield return Record(labels, mask.Name, mask.Name, layer.Layer, "", null, Metrics.UndecidedShare, layer.UndecidedShare());
            yield return Record(labels, mask.Name, mask.Name, layer.Layer, "", null, Metrics.UnmovedShare, layer.UnmovedShare());
        }

        yield return Record(labels, mask.Name, mask.Name, "", "", null, Metrics.UndecidedShare, health.UndecidedShare);
        yield return Record(labels, mask.Name, mask.Name, "", "", null, Metrics.UnmovedShare, health.UnmovedShare);
    }

    private static ResultRecord Record(ResultLabels labels, string stage, string mask, string layer, string unit, int? step, string metric, double value)
        => new(labels.Experiment, labels.Variant, labels.Seed, stage, mask, "", Condition.None, "", layer, unit, step, metric, value);
}
