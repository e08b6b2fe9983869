using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Tests every function that was learned together with its weights in the network as each later function left it: is it still there, to the last bit? A function is
/// tested on the evaluation sets of its own rows and output slots.
/// </summary>
internal sealed class RetainedFunctions(ModelStages stages, EvaluationOptions options, BoundProblem problem)
{
    /// <summary>One accuracy per function, later function and set, itself included, and the number of examples answered with other scores.</summary>
    public IEnumerable<ResultRecord> Records(IReadOnlyList<ExampleTable> tables)
    {
        var joint = stages.Joint;
        for (var function = 0; function < joint.Count; function++)
        {
            for (var set = 0; set < tables.Count; set++)
            {
                if (!IsOf(joint[function], options.Sets[set]))
                {
                    continue;
                }

                float[]? before = null;
                for (var later = function; later < joint.Count; later++)
                {
                    var (counts, scores) = Test(JointRecords.Retained(joint[function], joint[later]), tables[set], options.Sets[set].Slots);
                    yield return Record(joint[function], joint[later], set, Metrics.RetainedAccuracy, counts.Accuracy);
                    if (before is not null)
                    {
                        yield return Record(joint[function], joint[later], set, Metrics.AnswersChanged, Changed(before, scores));
                    }

                    before ??= scores;
                }
            }
        }
    }

    private static bool IsOf(MaskTransformer function, EvaluationSet set) => Equals(function.Options.Rows, set.Rows) && Equals(function.Options.Slots, set.Slots);

    private (AnswerCounts Counts, float[] Scores) Test(NetworkWeights weights, ExampleTable table, IReadOnlyList<int>? slots)
    {
        using var predictor = new NetworkPredictor(problem, weights);
        var size = problem.ScoreSize;
        var scores = new float[(long)table.RowCount * size];
        void Keep(ReadOnlySpan<int> rows, Answers answers)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                answers.Scores.AsSpan(i * size, size).CopyTo(scores.AsSpan(rows[i] * size, size));
            }
        }

        return (predictor.Count(table, slots, Keep, options.Cancellation), scores);
    }

    private long Changed(float[] before, float[] after)
    {
        var (size, changed) = (problem.ScoreSize, 0L);
        for (var row = 0; row < before.Length; row += size)
        {
            changed += System.Runtime.InteropServices.MemoryMarshal.AsBytes(before.AsSpan(row, size))
                .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(after.AsSpan(row, size))) ? 0 : 1;
        }

        return changed;
    }

    private ResultRecord Record(MaskTransformer function, MaskTransformer later, int set, string metric, double value) => new(
        options.Labels.Experiment, options.Labels.Variant, options.Labels.Seed, Masks.Stages.Evaluate, function.Name, later.Name, Condition.Mask, options.Sets[set].Name, "", "", null, metric, value);
}
