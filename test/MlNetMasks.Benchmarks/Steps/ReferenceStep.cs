using MlNetMasks.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>
/// The published algorithm op by op: two uniforms and three logarithms per weight and sample, the S masks materialised, straight-through
/// gradients by autograd, TorchSharp's clip and Adam on the logits.
/// </summary>
internal sealed class ReferenceStep : IMeasuredStep
{
    private readonly StepNet _net;
    private readonly BoundProblem _problem;
    private readonly ExampleTable _table;
    private readonly ShuffledEpochs _epochs = new(StepNet.Rows, new RandomStream(1));
    private readonly int[] _rows;
    private readonly Batch _batch;
    private readonly List<(Tensor Weight, Tensor Bias, Parameter Logits)> _layers = [];
    private readonly Adam _optimizer;

    public ReferenceStep(StepNet net)
    {
        TorchRuntime.Initialize();
        _net = net;
        (_problem, _table) = StepData.Create();
        _rows = new int[net.Batch];
        _batch = _problem.CreateBatch(net.Batch);
        var sizes = net.Sizes(_problem);
        for (var i = 0; i + 1 < sizes.Length; i++)
        {
            _layers.Add((randn(sizes[i + 1], sizes[i]) / Math.Sqrt(sizes[i]), zeros(sizes[i + 1]), nn.Parameter(full([sizes[i + 1], sizes[i]], 2f))));
        }

        _optimizer = optim.Adam(_layers.Select(layer => layer.Logits), 1e-2);
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _epochs.Next(_rows);
        _problem.Encode(_table, _rows, _batch, withTargets: true);
        _optimizer.zero_grad();
        var x = _batch.Input.view(_net.Samples, _net.Batch / _net.Samples, -1);
        for (var i = 0; i < _layers.Count; i++)
        {
            var (weight, bias, logits) = _layers[i];
            var masked = weight.unsqueeze(0) * Sample(logits);                          // [samples, out, in]
            x = x.bmm(masked.transpose(1, 2)) + bias;
            x = i + 1 < _layers.Count ? x.relu() : x;
        }

        var loss = _problem.Loss(x, _batch, slots: null);
        foreach (var layer in _layers)
        {
            loss += layer.Logits.sum() * (1e-4 / _net.Batch);
        }

        loss.backward();
        nn.utils.clip_grad_norm_(_layers.Select(layer => layer.Logits), 1.0);
        _optimizer.step();
        _ = loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _batch.Dispose();
    }

    private Tensor Sample(Parameter logits)
    {
        const double epsilon = 1e-20;
        var uniforms = rand([2, _net.Samples, .. logits.shape]);
        var noise = -((uniforms[1] + epsilon).log() / (uniforms[0] + epsilon).log()).log(); // difference of two Gumbel draws
        var soft = (logits.unsqueeze(0) + noise).sigmoid();
        var hard = (soft > 0.5).to(ScalarType.Float32);
        return hard - soft.detach() + soft;
    }
}
