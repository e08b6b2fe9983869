using MlNetMasks.Masks;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Learns weights and their mask together, for one function after another on the same network (paper, section 3: permuted MNIST). Weights that earlier masks keep are
/// frozen bit by bit; all others begin anew.
/// </summary>
/// <remarks>
/// Two optimisers of Adam's kind, one for logits and one for weights, each with its own clipping: the norm counts only the gradients of what is optimised. A weight's
/// gradient is the sum over the mask samples that keep it.
/// </remarks>
public static class JointLearner
{
    /// <summary>Learns one function.</summary>
    /// <param name="weights">The network as the function before left it; changed in place: what <paramref name="used"/> does not keep is drawn anew and learned.</param>
    /// <param name="used">What the masks of earlier functions keep together; <see langword="null"/> for the first function.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="table">The function's examples, targets included.</param>
    /// <param name="options">Steps, samples, rate, regulariser and clipping; single precision.</param>
    /// <param name="joint">What concerns the weights and later functions.</param>
    /// <param name="context">The mask's name, randomness, progress, cancellation.</param>
    /// <returns>The mask, its logits' histogram and the curve.</returns>
    /// <exception cref="ArgumentException">
    /// The network has a parameter that is not maskable, the mask belongs to another network, the options do not fit, there are no examples, or the problem needs a network
    /// of other sizes.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss or a gradient is no finite number, the message names the step; or the network does not use a parameter.</exception>
    /// <exception cref="InvalidDataException">The context's checkpoint is damaged or of other work.</exception>
    /// <exception cref="OperationCanceledException">The stage was cancelled.</exception>
    public static LearnedMask Learn(
        NetworkWeights weights, WeightMask? used, BoundProblem problem, ExampleTable table, MaskLearningOptions options, JointLearning joint, TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(joint);
        ArgumentNullException.ThrowIfNull(context);
        options.Validate();
        RequireUsable(weights, used, options);
        weights.RequireFit(problem);
        problem.RequireImages(options.Augmentation);
        _ = WeightMask.Empty(context.Stage, weights.MaskLayout); // a name that no mask can have fails before the first step
        options = options with { Precision = Precision.Float32 };
        var frozen = JointStart.Frozen(weights.MaskLayout, used, joint.KeepsFirstLayer);
        JointStart.Reinitialise(weights, frozen, context.Key);

        var threads = ThreadChoice.For(context.Threads, weights.MaskLayout.Count + weights.RepeatedWork, options.BatchSize);
        using var threadScope = TorchRuntime.UseThreads(threads);
        using var logits = new MaskLogits(weights, options, context.Key, threads, learnsWeights: true);
        JointStart.WriteLogits(logits.Logits, used, frozen, options.InitialLogit, joint.NewLogit);
        var starts = logits.Logits.Layout.Slots.Select((_, slot) => logits.Logits.Span(slot).ToArray()).ToArray();
        using var learned = new JointWeights(weights, logits, frozen, joint.WeightLearningRate, options.GradientClip);

        StepOutcome Step(Batch batch, int step, bool measureAccuracy)
        {
            using var scope = NewDisposeScope();
            var input = batch.Input.view(options.SampleCount, batch.RowCount / options.SampleCount, -1); // [samples, batch / samples, inputs]
            var output = logits.Forward(step, input, batch.Targets);
            var loss = problem.Loss(output, batch, context.Slots);
            var accuracy = measureAccuracy ? problem.BatchAccuracy(output, batch, context.Slots) : double.NaN;
            var (ofLogits, ofWeights) = (logits.Backward(step, loss), learned.Gradients());
            if (!double.IsFinite(ofLogits) || !double.IsFinite(ofWeights))
            {
                return new StepOutcome(loss.item<float>(), accuracy, double.NaN); // neither of the two moves
            }

            var norm = learned.Optimizer.Step(ofWeights);
            return new StepOutcome(loss.item<float>(), accuracy, Math.Max(norm, logits.Optimizer.Step(ofLogits)));
        }

        var state = new TrainingState("learning weights and mask together", logits.Logits, logits.Optimizer, Describe) { Companion = ("weights", weights.Arena, learned.Optimizer) };
        var curve = new TrainingLoop(problem, table, context, options.StepCount, options.BatchSize, options.GradientClip, state) { Augmentation = options.Augmentation }.Run(Step, _ => context.Slots);
        return new LearnedMask(logits.ToMask(context.Stage), logits.Histogram(), curve) { Health = LogitHealth.Of(logits.Logits, (slot, index) => starts[slot][index], [.. Enumerable.Range(0, logits.Logits.Layout.Slots.Count)]) };

        IEnumerable<(string Name, string Value)> Describe() =>
        [
            .. StageDescription.Of(weights, problem, options, typeof(MaskLearningOptions), threads),
            .. SettingText.Properties(joint, typeof(JointLearning)),
            ("starting logits", ArenaBytes.Hash(logits.Logits)),
            ("frozen weights", frozen.Kept.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }

    private static void RequireUsable(NetworkWeights weights, WeightMask? used, MaskLearningOptions options)
    {
        var maskable = weights.MaskLayout.Layers.Select(layer => layer.Name).ToHashSet(StringComparer.Ordinal);
        if (weights.Arena.Layout.Slots.FirstOrDefault(slot => !maskable.Contains(slot.Name)) is { } bare)
        {
            throw new ArgumentException(
                $"Parameter '{bare.Name}' has no mask, so nothing would protect it when the next function is learned; use a network whose parameters are all maskable, for example MaskBiases = true and no batch normalisation.",
                nameof(weights));
        }

        if (used is not null && !used.Layout.Equals(weights.MaskLayout))
        {
            throw new ArgumentException($"Mask '{used.Name}' belongs to a network with other maskable tensors; use the masks of this network.", nameof(used));
        }

        if (options.Precision == Precision.BFloat16)
        {
            throw new ArgumentException("Precision is BFloat16, but weights that are learned together with their mask need single precision; use Float32 or Auto.", nameof(options));
        }
    }
}
