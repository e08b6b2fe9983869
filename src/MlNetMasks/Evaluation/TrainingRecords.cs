using System.Globalization;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Curves and histograms of a model's stages as result records.</summary>
internal static class TrainingRecords
{
    public static IEnumerable<ResultRecord> Of(ModelStages stages, ResultLabels labels)
    {
        return Curve(stages.Pretrained.Curve, Masks.Stages.Pretrain, "")
            .Concat(stages.Masks.SelectMany(mask => Curve(mask.Curve, mask.Name, mask.Name).Concat(Histogram(mask)).Append(
                Record(mask.Name, mask.Name, "", null, Metrics.Beta, mask.Options.Beta))));

        IEnumerable<ResultRecord> Curve(IEnumerable<CurvePoint> points, string stage, string mask) => points.SelectMany(point => new[]
        {
            Record(stage, mask, "", point.Step, Metrics.Loss, point.Loss),
            Record(stage, mask, "", point.Step, Metrics.Accuracy, point.Accuracy),
            Record(stage, mask, "", point.Step, Metrics.ClippedShare, point.ClippedShare),
        });

        IEnumerable<ResultRecord> Histogram(MaskTransformer mask) => mask.Histogram.Counts.Select((count, bin) => Record(
            mask.Name, mask.Name, LogitHistogram.LowerEdge(bin).ToString(CultureInfo.InvariantCulture), null, Metrics.LogitHistogram, count));

        ResultRecord Record(string stage, string mask, string unit, int? step, string metric, double value)
            => new(labels.Experiment, labels.Variant, labels.Seed, stage, mask, "", Condition.None, "", "", unit, step, metric, value);
    }
}
