using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>What can be said against a mask as soon as it is learned.</summary>
internal static class StageWarnings
{
    public static IReadOnlyList<MaskWarning> Of(MaskTransformer stage)
    {
        var mask = stage.Mask;
        var kept = mask.Layout.Layers
            .Select((layer, index) => (layer.Name, Kept: (double)mask.KeptIn(index), Maskable: (double)layer.Count))
            .Append((Name: "", mask.Kept, mask.Layout.Count))
            .SelectMany(layer => new[] { Record(layer.Name, Metrics.Kept, layer.Kept), Record(layer.Name, Metrics.Maskable, layer.Maskable) });
        return MaskHealth.Warnings([.. TrainingRecords.Of(stage, ResultLabels.None), .. kept]);

        ResultRecord Record(string layer, string metric, double value)
            => new("", "", 0, Masks.Stages.Analyze, mask.Name, "", Condition.None, "", layer, "", null, metric, value);
    }
}
