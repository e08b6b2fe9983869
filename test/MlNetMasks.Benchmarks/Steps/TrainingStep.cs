using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>This project's own training loops, stepped from outside: the loop runs on a thread of its own and waits in its progress report.</summary>
internal sealed class TrainingStep : IMeasuredStep, IProgress<TrainingProgress>
{
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;
    private Exception? _fault;

    private TrainingStep(Action<TrainingContext> train)
    {
        var context = new TrainingContext { Stage = "benchmark", Key = 1, Progress = this, Cancellation = _end.Token };
        _thread = new Thread(() =>
        {
            _go.Wait();
            try
            {
                train(context);
            }
            catch (OperationCanceledException)
            {
                return; // the end of the measurement
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or System.Runtime.InteropServices.ExternalException)
            {
                _fault = e;
                _done.Release();
            }
        });
        _thread.Start();
    }

    public static TrainingStep Masks(StepNet net, bool bfloat16)
    {
        var (problem, table) = StepData.Create();
        var weights = NetworkWeights.Initialize(net.Spec, problem.Shape, key: 1);
        var options = new MaskLearningOptions
        {
            StepCount = int.MaxValue / 64,
            BatchSize = net.Batch,
            SampleCount = net.Samples,
            Precision = bfloat16 ? Precision.BFloat16 : Precision.Float32,
        };
        return new TrainingStep(context => MaskLearner.Learn(weights, problem, table, options, context));
    }

    public static TrainingStep Pretraining(StepNet net)
    {
        var (problem, table) = StepData.Create();
        var weights = NetworkWeights.Initialize(net.Spec, problem.Shape, key: 1);
        var options = new PretrainOptions { StepCount = int.MaxValue / 64, BatchSize = net.Batch };
        return new TrainingStep(context => Pretrainer.Train(weights, problem, table, options, context));
    }

    public void Step()
    {
        _go.Release();
        _done.Wait();
        if (_fault is not null)
        {
            throw new InvalidOperationException($"The measured loop failed: {_fault.Message}", _fault);
        }
    }

    public void Report(TrainingProgress value)
    {
        _done.Release();
        _go.Wait();
    }

    public void Dispose()
    {
        _end.Cancel();
        _go.Release();
        _thread.Join();
        _end.Dispose();
        _go.Dispose();
        _done.Dispose();
    }
}
