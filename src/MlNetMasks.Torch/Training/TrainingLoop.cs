using System.Globalization;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The loop that every training stage shares: batches from shuffled epochs, curve, progress, cancellation, a stop at NaN.</summary>
internal sealed class TrainingLoop(BoundProblem problem, ExampleTable table, TrainingContext context, int stepCount, int batchSize, double gradientClip)
{
    /// <summary>Points of a stage's curve.</summary>
    private const int CurvePoints = 100;

    /// <summary>One training step on an encoded batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">Number of the step, counted from 1.</param>
    /// <param name="measureAccuracy">Whether the batch accuracy is wanted.</param>
    public delegate StepOutcome Step(Batch batch, int step, bool measureAccuracy);

    /// <summary>Runs the stage.</summary>
    /// <param name="step">Does a step.</param>
    /// <param name="slots">The output slots that count in a step; null for all.</param>
    public IReadOnlyList<CurvePoint> Run(Step step, Func<int, IReadOnlyList<int>?> slots)
    {
        problem.RequireSlots(context.Slots);
        if (table.RowCount == 0)
        {
            throw new ArgumentException($"Stage '{context.Stage}' has no examples; check the data and its row filter.");
        }

        using var recording = enable_grad(); // the caller may have switched it off
        var interval = Math.Max(1, stepCount / CurvePoints);
        var curve = new List<CurvePoint>();
        var epochs = new ShuffledEpochs(table.RowCount, new RandomStream(RandomStream.DeriveKey(context.Key, "batches")));
        var rows = new int[batchSize];
        using var batch = problem.CreateBatch(batchSize);
        var start = context.Clock.GetTimestamp();
        var (lossSum, clipped, accuracy, first) = (0.0, 0, double.NaN, 1);
        for (var number = 1; number <= stepCount; number++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            epochs.Next(rows);
            problem.Encode(table, rows, batch, withTargets: true, slots(number));
            var isPoint = number % interval == 0 || number == stepCount;
            var outcome = step(batch, number, isPoint);
            RequireFinite(outcome, number);
            lossSum += outcome.Loss;
            clipped += outcome.GradientNorm > gradientClip ? 1 : 0;
            if (isPoint)
            {
                accuracy = outcome.Accuracy;
                var steps = number - first + 1;
                curve.Add(new CurvePoint(number, lossSum / steps, accuracy, (double)clipped / steps));
                (lossSum, clipped, first) = (0, 0, number + 1);
            }

            context.Progress?.Report(new TrainingProgress(context.Stage, number, stepCount, outcome.Loss, accuracy, context.Clock.GetElapsedTime(start)));
        }

        return curve;
    }

    private void RequireFinite(StepOutcome outcome, int step)
    {
        if (!double.IsFinite(outcome.Loss) || !double.IsFinite(outcome.GradientNorm))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Stage '{context.Stage}' diverged in step {step}: loss {outcome.Loss}, gradient norm {outcome.GradientNorm}. Lower its learning rate or normalise the input columns."));
        }
    }
}
