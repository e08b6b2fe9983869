using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>This project's own training loops as users run them; their progress reports mark the steps.</summary>
internal static class TrainingSteps
{
    private const int Endless = 100_000_000;

    public static void Masks(StepNet net, Precision precision, StepTurns turns)
    {
        var (problem, table) = net.CreateData();
        using var weights = NetworkWeights.Initialize(net.Spec, problem.Shape, key: 1);
        var options = new MaskLearningOptions { StepCount = Endless, BatchSize = net.Batch, SampleCount = net.Samples, Precision = precision };
        Run(turns, context => _ = net.LearnsWeights
            ? JointLearner.Learn(weights, used: null, problem, table, options, new JointLearning(), context)
            : MaskLearner.Learn(weights, problem, table, options, context));
    }

    public static void Pretraining(StepNet net, StepTurns turns)
    {
        var (problem, table) = net.CreateData();
        using var weights = NetworkWeights.Initialize(net.Spec, problem.Shape, key: 1);
        var options = new PretrainOptions { StepCount = Endless, BatchSize = net.Batch };
        Run(turns, context => Pretrainer.Train(weights, problem, table, options, context));
    }

    private static void Run(StepTurns turns, Action<TrainingContext> train)
    {
        using var end = new CancellationTokenSource();
        if (!turns.Next())
        {
            return;
        }

        try
        {
            train(new TrainingContext { Stage = "benchmark", Key = 1, Progress = new Marks(turns, end), Cancellation = end.Token });
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            Console.Error.Flush(); // the parent wants no more steps
        }
    }

    private sealed class Marks(StepTurns turns, CancellationTokenSource end) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (!turns.Next())
            {
                end.Cancel();
            }
        }
    }
}
