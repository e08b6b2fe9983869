using MlNetMasks.Masks;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Learns the mask of one function on frozen weights (paper, section 2). In every step the batch is split into equal groups, each group
/// sees a mask sample of its own, and the gradient on the masked weights passes straight through to the logits.
/// </summary>
public static class MaskLearner
{
    /// <summary>Learns a mask.</summary>
    /// <param name="weights">The frozen weights; not changed.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="table">The function's examples, targets included.</param>
    /// <param name="options">Steps, samples, rate, regulariser.</param>
    /// <param name="context">The mask's name, randomness, progress, cancellation.</param>
    /// <returns>The mask, its logits' histogram and the curve.</returns>
    /// <exception cref="ArgumentException">
    /// The batch size is no multiple of the sample count, the stage's name is no name for a mask, there are no examples or no such output slot, or the
    /// problem needs a network of other sizes.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The loss or a gradient is no finite number, the message names the step; or the network does not use a parameter it declares.
    /// </exception>
    /// <exception cref="InvalidDataException">The context's checkpoint is damaged or of other work.</exception>
    /// <exception cref="OperationCanceledException">The stage was cancelled.</exception>
    public static LearnedMask Learn(
        NetworkWeights weights, BoundProblem problem, ExampleTable table, MaskLearningOptions options, TrainingContext context)
        => Learn(weights, problem, table, options, context, fixedLayers: null);

    /// <summary>Learns a mask some of whose layers are given.</summary>
    /// <param name="weights">The frozen weights; not changed.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="table">The function's examples, targets included.</param>
    /// <param name="options">Steps, samples, rate, regulariser.</param>
    /// <param name="context">The mask's name, randomness, progress, cancellation.</param>
    /// <param name="fixedLayers">Layers that are not learned, of this network's layout; <see langword="null"/> learns all. The draws of the others do not depend on it.</param>
    /// <returns>The mask, and histogram and health of the logits that were learned, and the curve.</returns>
    /// <exception cref="ArgumentException">
    /// The fixed layers belong to another network, the batch size is no multiple of the sample count, the stage's name is no name for a mask, there are no examples or no
    /// such output slot, or the problem needs a network of other sizes.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The loss or a gradient is no finite number, the message names the step; or the network does not use a parameter it declares.
    /// </exception>
    /// <exception cref="InvalidDataException">The context's checkpoint is damaged or of other work.</exception>
    /// <exception cref="OperationCanceledException">The stage was cancelled.</exception>
    public static LearnedMask Learn(
        NetworkWeights weights, BoundProblem problem, ExampleTable table, MaskLearningOptions options, TrainingContext context, FixedLayers? fixedLayers)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        options.Validate();
        weights.RequireFit(problem);
        problem.RequireImages(options.Augmentation);
        _ = WeightMask.Empty(context.Stage, weights.MaskLayout); // a name that no mask can have fails before the first step
        if (fixedLayers is not null && !fixedLayers.Mask.Layout.Equals(weights.MaskLayout))
        {
            throw new ArgumentException($"The fixed layers are those of mask '{fixedLayers.Mask.Name}', which belongs to a network with other maskable tensors; take a mask of this network.", nameof(fixedLayers));
        }

        options = options with { Precision = options.PrecisionFor(weights.MaskLayout.Count) };
        var threads = ThreadChoice.For(context.Threads, weights.MaskLayout.Count + weights.RepeatedWork, options.BatchSize);
        using var threadScope = TorchRuntime.UseThreads(threads);
        using var logits = new MaskLogits(weights, options, context.Key, threads, fixedLayers: fixedLayers);

        StepOutcome Step(Batch batch, int step, bool measureAccuracy)
        {
            using var scope = NewDisposeScope();
            var input = batch.Input.view(options.SampleCount, batch.RowCount / options.SampleCount, -1); // [samples, batch / samples, inputs]
            var output = logits.Forward(step, input, batch.Targets);
            var loss = problem.Loss(output, batch, context.Slots);
            var accuracy = measureAccuracy ? problem.BatchAccuracy(output, batch, context.Slots) : double.NaN;
            return new StepOutcome(loss.item<float>(), accuracy, logits.Learn(step, loss));
        }

        var state = new TrainingState("learning a mask", logits.Logits, logits.Optimizer, () =>
            [.. StageDescription.Of(weights, problem, options, typeof(MaskLearningOptions), threads), .. fixedLayers?.Describe() ?? []]);
        var curve = new TrainingLoop(problem, table, context, options.StepCount, options.BatchSize, options.GradientClip, state) { Augmentation = options.Augmentation }.Run(Step, _ => context.Slots);
        return new LearnedMask(logits.ToMask(context.Stage), logits.Histogram(), curve) { Health = logits.Health() };
    }
}
