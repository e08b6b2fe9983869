using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>What can be said of functions that were learned one after another, without data: how many weights each reuses, and whether later ones changed any.</summary>
internal static class JointRecords
{
    public static IEnumerable<ResultRecord> Of(ModelStages stages, ResultLabels labels)
    {
        var joint = stages.Joint;
        if (joint.Count == 0)
        {
            yield break;
        }

        var layout = joint[0].Mask.Layout;
        var keepsFirst = joint[0].Options.Joint!.KeepsFirstLayer;
        foreach (var record in ReuseAnalysis.Records(
            [.. joint.Select(stage => stage.Mask)], layer => keepsFirst || !JointStart.IsFirst(layout, layer), labels.Experiment, labels.Variant, labels.Seed))
        {
            yield return record;
        }

        for (var function = 0; function < joint.Count; function++)
        {
            for (var later = function + 1; later < joint.Count; later++)
            {
                yield return new ResultRecord(
                    labels.Experiment, labels.Variant, labels.Seed, Masks.Stages.Analyze, joint[function].Name, joint[later].Name, Condition.None, "", "", "", null,
                    Metrics.WeightsChanged, Changed(joint[function], joint[later]));
            }
        }
    }

    /// <summary>The network of a later function with the first layer of an earlier one.</summary>
    /// <param name="function">The earlier function.</param>
    /// <param name="later">The later function, or the same.</param>
    /// <returns>New weights, those that the earlier function's mask removes set to zero; the caller disposes them.</returns>
    public static NetworkWeights Retained(MaskTransformer function, MaskTransformer later)
    {
        var (own, network) = (function.OwnWeights!, later.OwnWeights!);
        var layout = function.Mask.Layout;
        var weights = network.Thaw(function.Mask);
        for (var layer = 0; layer < layout.Layers.Count; layer++)
        {
            if (!function.Options.Joint!.KeepsFirstLayer && JointStart.IsFirst(layout, layer))
            {
                var slot = network.Layout.IndexOf(layout.Layers[layer].Name);
                var values = weights.Arena.Span(slot);
                own.Values(slot).CopyTo(values);
                Torch.Kernels.HardMask.Apply(values, function.Mask.Words(layer), values);
            }
        }

        return weights;
    }

    private static long Changed(MaskTransformer function, MaskTransformer later)
    {
        using var before = function.OwnWeights!.Thaw(function.Mask);
        using var after = Retained(function, later);
        var changed = 0L;
        for (var slot = 0; slot < before.Arena.Layout.Slots.Count; slot++)
        {
            var old = before.Arena.Span(slot);
            var now = after.Arena.Span(slot);
            for (var i = 0; i < old.Length; i++)
            {
                changed += BitConverter.SingleToInt32Bits(old[i]) != BitConverter.SingleToInt32Bits(now[i]) ? 1 : 0;
            }
        }

        return changed;
    }
}
