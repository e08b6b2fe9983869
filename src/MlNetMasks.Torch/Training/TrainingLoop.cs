using System.Globalization;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The loop that every training stage shares: batches from shuffled epochs, curve, progress, checkpoints, cancellation, a stop at NaN.</summary>
internal sealed class TrainingLoop(
    BoundProblem problem, ExampleTable table, TrainingContext context, int stepCount, int batchSize, double gradientClip, TrainingState state)
{
    /// <summary>Points of a stage's curve.</summary>
    private const int CurvePoints = 100;

    /// <summary>Random changes of the images; null for none.</summary>
    public ImageAugmentation? Augmentation { get; init; }

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
        var position = new TrainingPosition(new ShuffledEpochs(table.RowCount, new RandomStream(RandomStream.DeriveKey(context.Key, "batches")), problem.LengthsOf(table)));
        var checkpoint = Continue(position);
        var interval = Math.Max(1, stepCount / CurvePoints);
        var rows = new int[batchSize];
        using var batches = new BatchAhead(problem, table, position.Epochs.Copy(), batchSize, position.Step + 1, slots, ImageChanges.Of(Augmentation, context.Key));
        var start = context.Clock.GetTimestamp();
        while (position.Step < stepCount)
        {
            StopWhenCancelled(position, checkpoint);
            position.Epochs.Next(rows);
            var batch = batches.Next();
            var number = position.Step + 1;
            var isPoint = number % interval == 0 || number == stepCount;
            var outcome = step(batch, number, isPoint);
            RequireFinite(outcome, number);
            Advance(position, outcome, isPoint);
            position.Elapsed = position.EarlierElapsed + context.Clock.GetElapsedTime(start);
            checkpoint?.SaveWhenDue(position);
            Report(position);
        }

        checkpoint?.Save(position);
        return position.Curve;
    }

    /// <summary>Restores what was saved last.</summary>
    private StageCheckpoint? Continue(TrainingPosition position)
    {
        if (context.Checkpoint is null)
        {
            return null;
        }

        var checkpoint = new StageCheckpoint(context.Checkpoint, state, context.Stage, stepCount, [
            ("random key", context.Key.ToString("x16", CultureInfo.InvariantCulture)),
            ("output slots", context.Slots is { } slots ? string.Join(", ", slots) : "all"),
            ("examples", table.Hash()),
        ]);
        if (checkpoint.TryRestore(position))
        {
            Report(position);
        }

        return checkpoint;
    }

    private void StopWhenCancelled(TrainingPosition position, StageCheckpoint? checkpoint)
    {
        if (context.Cancellation.IsCancellationRequested)
        {
            checkpoint?.Save(position);
            context.Cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Advance(TrainingPosition position, StepOutcome outcome, bool isPoint)
    {
        position.Step++;
        position.Loss = outcome.Loss;
        position.LossSum += outcome.Loss;
        position.Clipped += outcome.GradientNorm > gradientClip ? 1 : 0;
        if (isPoint)
        {
            position.Accuracy = outcome.Accuracy;
            var steps = position.Step - position.First + 1;
            position.Curve.Add(new CurvePoint(position.Step, position.LossSum / steps, position.Accuracy, (double)position.Clipped / steps));
            (position.LossSum, position.Clipped, position.First) = (0, 0, position.Step + 1);
        }
    }

    private void Report(TrainingPosition position) => context.Progress?.Report(
        new TrainingProgress(context.Stage, position.Step, stepCount, position.Loss, position.Accuracy, position.Elapsed) { EarlierElapsed = position.EarlierElapsed });

    private void RequireFinite(StepOutcome outcome, int step)
    {
        if (!outcome.IsFinite)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Stage '{context.Stage}' diverged in step {step}: loss {outcome.Loss}, gradient norm {outcome.GradientNorm}. Lower its learning rate or normalise the input columns."));
        }
    }
}
