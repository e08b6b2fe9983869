using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// What the masks of functions remove from the output projection, token by token: the share of the weights which the control keeps in a token's row and the
/// mask does not (paper, section 3.3).
/// </summary>
internal static class TokenRemoval
{
    /// <summary>One record per function mask and output token; none where answers are no sequences, there is no control, or the output projection is not masked.</summary>
    public static IEnumerable<ResultRecord> Of(BoundProblem problem, MaskSet masks, ResultLabels labels)
    {
        var layer = masks.Layout.Layers.Count - 1;
        var output = masks.Layout.Layers[layer];
        if (problem.Sequences is not { } reading || masks.Control is not { } control || output.Shape.Count != 2 || output.Shape[0] != problem.Shape.OutputSize)
        {
            yield break;
        }

        string[] tokens = [.. reading.AnswerTokens.Skip(1), SequenceProblem.EndToken];
        foreach (var entry in masks.Functions)
        {
            for (var token = 0; token < tokens.Length; token++)
            {
                yield return new ResultRecord(
                    labels.Experiment, labels.Variant, labels.Seed, Masks.Stages.Analyze, entry.Mask.Name, control.Mask.Name, Condition.None, "", output.Name,
                    tokens[token], null, Metrics.RemovedPerToken, Share(control.Mask, entry.Mask, layer, token * output.Shape[1], output.Shape[1]));
            }
        }
    }

    private static double Share(WeightMask control, WeightMask mask, int layer, int first, int count)
    {
        int[] kept = [.. Enumerable.Range(first, count).Where(index => control.IsKept(layer, index))];
        return kept.Length == 0 ? double.NaN : (double)kept.Count(index => !mask.IsKept(layer, index)) / kept.Length;
    }
}
