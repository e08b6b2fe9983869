using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>An ordinary weight-training step as anyone would write it: TorchSharp's layers, autograd, clip and Adam.</summary>
internal sealed class PlainStep : IMeasuredStep
{
    private readonly StepBatches _batches;
    private readonly StepNet _net;
    private readonly nn.Module _network;
    private readonly TorchSharp.Modules.Adam _optimizer;

    public PlainStep(StepNet net)
    {
        TorchRuntime.Initialize();
        _net = net;
        _batches = new StepBatches(net, isBucketed: true);
        _network = net.CreatePlain(_batches.Problem.Shape);
        _optimizer = optim.Adam(_network.parameters(), 1e-3);
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        var batch = _batches.Next();
        _optimizer.zero_grad();
        var loss = _batches.Problem.Loss(_net.RunPlain(_network, batch), batch, slots: null);
        loss.backward();
        nn.utils.clip_grad_norm_(_network.parameters(), 1.0);
        _optimizer.step();
        _ = loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _batches.Dispose();
    }
}
