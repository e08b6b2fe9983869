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
    private readonly StepBatches _batches;
    private readonly List<(Tensor Value, Parameter? Logits)> _parameters = [];
    private readonly List<Parameter> _logits;
    private readonly Adam _optimizer;
    private readonly List<Parameter> _learned = []; // weights, where a step learns them too
    private readonly Adam? _weightOptimizer;

    public ReferenceStep(StepNet net)
    {
        TorchRuntime.Initialize();
        _net = net;
        _batches = new StepBatches(net, isBucketed: false);
        using var weights = NetworkWeights.Initialize(net.Spec, _batches.Problem.Shape, key: 1);
        foreach (var parameter in weights.Bind().Parameters)
        {
            var value = weights.Arena.Tensor(weights.Arena.Layout.IndexOf(parameter.Name)).squeeze(0).clone();
            if (net.LearnsWeights)
            {
                _learned.Add(nn.Parameter(value));
            }

            _parameters.Add((net.LearnsWeights ? _learned[^1] : value, parameter.IsMaskable ? nn.Parameter(full_like(value, 2f)) : null));
        }

        _logits = [.. _parameters.Select(parameter => parameter.Logits).OfType<Parameter>()];
        _optimizer = optim.Adam(_logits, 1e-2);
        _weightOptimizer = net.LearnsWeights ? optim.Adam(_learned, 1e-3) : null;
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        var batch = _batches.Next();
        _optimizer.zero_grad();
        _weightOptimizer?.zero_grad();
        var input = batch.Input.view(_net.Samples, _net.Batch / _net.Samples, -1);
        var output = _net.Forward(input, batch.Targets.view(_net.Samples, _net.Batch / _net.Samples, -1), [.. _parameters.Select(parameter => Masked(parameter.Value, parameter.Logits))], _batches.Problem.Shape);
        var loss = _batches.Problem.Loss(output, batch, slots: null);
        foreach (var logits in _logits)
        {
            loss += logits.sum() * (1e-4 / _net.Batch);
        }

        loss.backward();
        nn.utils.clip_grad_norm_(_logits, 1.0);
        _optimizer.step();
        if (_weightOptimizer is not null)
        {
            nn.utils.clip_grad_norm_(_learned, 1.0);
            _weightOptimizer.step();
        }

        _ = loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _weightOptimizer?.Dispose();
        _batches.Dispose();
    }

    /// <summary>A weight under each mask sample, [samples, out, in]; a bias as it is.</summary>
    private Tensor Masked(Tensor value, Parameter? logits) => logits is null ? value : value.unsqueeze(0) * Sample(logits);

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
