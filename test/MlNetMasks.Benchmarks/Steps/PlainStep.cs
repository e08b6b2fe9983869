using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>An ordinary weight-training step as anyone would write it: TorchSharp's layers, autograd, clip and Adam.</summary>
internal sealed class PlainStep : IMeasuredStep
{
    private readonly BoundProblem _problem;
    private readonly ExampleTable _table;
    private readonly ShuffledEpochs _epochs = new(StepNet.Rows, new RandomStream(1));
    private readonly int[] _rows;
    private readonly Batch _batch;
    private readonly TorchSharp.Modules.Sequential _network;
    private readonly TorchSharp.Modules.Adam _optimizer;

    public PlainStep(StepNet net)
    {
        TorchRuntime.Initialize();
        (_problem, _table) = StepData.Create();
        _rows = new int[net.Batch];
        _batch = _problem.CreateBatch(net.Batch);
        var sizes = net.Sizes(_problem);
        _network = nn.Sequential();
        for (var i = 0; i + 1 < sizes.Length; i++)
        {
            _network.append(nn.Linear(sizes[i], sizes[i + 1]));
            if (i + 2 < sizes.Length)
            {
                _network.append(nn.ReLU());
            }
        }

        _optimizer = optim.Adam(_network.parameters(), 1e-3);
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _epochs.Next(_rows);
        _problem.Encode(_table, _rows, _batch, withTargets: true);
        _optimizer.zero_grad();
        var loss = _problem.Loss(_network.forward(_batch.Input).unsqueeze(0), _batch, slots: null);
        loss.backward();
        nn.utils.clip_grad_norm_(_network.parameters(), 1.0);
        _optimizer.step();
        _ = loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _batch.Dispose();
    }
}
