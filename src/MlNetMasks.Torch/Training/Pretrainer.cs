using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Trains a network's weights on the full problem.</summary>
public static class Pretrainer
{
    /// <summary>Trains weights in place.</summary>
    /// <param name="weights">The weights to train.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="table">The training examples, targets included.</param>
    /// <param name="options">Steps, batch, rate, clip.</param>
    /// <param name="context">Name, randomness, progress, cancellation.</param>
    /// <returns>The training curve.</returns>
    /// <exception cref="ArgumentException">
    /// There are no examples or no such output slot, a delay lacks slots or steps, or the problem needs a network of other sizes.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The loss or a gradient is no finite number, the message names the step; or the network does not use a parameter it declares. The weights are those before that step.
    /// </exception>
    /// <exception cref="InvalidDataException">The context's checkpoint is damaged or of other work.</exception>
    /// <exception cref="OperationCanceledException">The stage was cancelled; the weights are those of the last step.</exception>
    public static IReadOnlyList<CurvePoint> Train(
        NetworkWeights weights, BoundProblem problem, ExampleTable table, PretrainOptions options, TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        options.Validate();
        problem.RequireSlots(options.InitialSlots);
        problem.RequireImages(options.Augmentation);
        weights.RequireFit(problem);
        var threads = ThreadChoice.For(context.Threads, weights.Arena.Layout.Count + weights.RepeatedWork, options.BatchSize);
        using var threadScope = TorchRuntime.UseThreads(threads);
        using var workers = new BlockWorkers(threads);
        using var optimizer = CreateOptimizer(weights.Arena, options, workers);
        var network = weights.Bind();
        using var gradients = new WeightGradients(network, weights.Arena, optimizer, workers);

        IReadOnlyList<int>? Slots(int step) => step <= options.InitialSlotStepCount ? options.InitialSlots : context.Slots;

        StepOutcome Step(Batch batch, int step, bool measureAccuracy)
        {
            using var scope = NewDisposeScope();
            gradients.Begin();
            using var input = batch.Input.unsqueeze(0); // [1, batch, inputs]
            var pass = ForwardPass.OfStep(context.Key, step, batch.Targets, groups: 1, dropsUnits: true);
            var output = network.Module.Forward(input, pass);
            var loss = problem.Loss(output, batch, Slots(step));
            var accuracy = measureAccuracy ? problem.BatchAccuracy(output, batch, Slots(step)) : double.NaN;
            var outcome = new StepOutcome(loss.item<float>(), accuracy, optimizer.Step(gradients.Backward(loss)));
            if (outcome.IsFinite)
            {
                pass.MoveStatistics();
            }

            return outcome;
        }

        var state = new TrainingState("pretraining", weights.Arena, optimizer, () => StageDescription.Of(weights, problem, options, typeof(PretrainOptions), threads));
        return new TrainingLoop(problem, table, context, options.StepCount, options.BatchSize, options.GradientClip, state) { Augmentation = options.Augmentation }.Run(Step, Slots);
    }

    private static IArenaOptimizer CreateOptimizer(FloatArena weights, PretrainOptions options, BlockWorkers workers) => options.Optimizer switch
    {
        PretrainOptimizer.Sgd => new ArenaMomentum(weights, options.Schedule, options.GradientClip, workers) { Momentum = options.Momentum, WeightDecay = options.WeightDecay },
        _ => new ArenaAdam(weights, options.Schedule, options.GradientClip, workers) { Moments = options.Moments },
    };
}
