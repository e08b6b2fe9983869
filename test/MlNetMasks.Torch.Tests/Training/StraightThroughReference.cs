using MlNetMasks.Torch.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>
/// Mask learning in double precision, as plain as it can be written: autograd through the straight-through sample and the regulariser,
/// TorchSharp's own clipping and Adam. It shares only the uniform numbers with the engine. Tests that use it run alone, because it does not
/// care about what the remarks on <see cref="NetworkModule"/> say.
/// </summary>
internal sealed unsafe class StraightThroughReference : IDisposable
{
    private readonly MaskLearningOptions _options;
    private readonly ForwardPass _forward;
    private readonly Tensor[] _weights;
    private readonly TorchParameter[] _logits;
    private readonly int[] _maskable;
    private readonly optim.Optimizer _optimizer;

    /// <summary>Outputs [samples, batch / samples, outputs] of inputs [samples, batch / samples, inputs] with parameters [samples or 1, ...].</summary>
    public delegate Tensor ForwardPass(Tensor input, IReadOnlyList<Tensor> parameters);

    public StraightThroughReference(NetworkWeights weights, MaskLearningOptions options, ForwardPass forward)
    {
        _options = options;
        _forward = forward;
        var arena = weights.Arena;
        _weights = [.. Enumerable.Range(0, arena.Layout.Slots.Count).Select(slot => arena.Tensor(slot).to(ScalarType.Float64).DetachFromDisposeScope())];
        _maskable = [.. weights.MaskLayout.Layers.Select(layer => arena.Layout.IndexOf(layer.Name))];
        _logits = [.. _maskable.Select(slot => new TorchParameter(full_like(_weights[slot].squeeze(0), options.InitialLogit).DetachFromDisposeScope()))];
        _optimizer = optim.Adam(_logits, options.LearningRate);
        foreach (var slot in _maskable)
        {
            _weights[slot].requires_grad = true;
        }
    }

    public static Tensor Mask(Tensor logits, Tensor uniforms)
    {
        var soft = (logits + uniforms.log() - (1 - uniforms).log()).sigmoid(); // [samples, ...]
        var hard = soft.gt(0.5).to(ScalarType.Float64);
        return hard - soft.detach() + soft;
    }

    public double[] Logits(int layer)
    {
        using var scope = NewDisposeScope();
        return _logits[layer].detach().reshape(-1).data<double>().ToArray();
    }

    public double[] Gradients(int layer)
    {
        using var scope = NewDisposeScope();
        return _logits[layer].grad!.reshape(-1).data<double>().ToArray();
    }

    /// <summary>Gradients of the weights under the masks.</summary>
    public double[] WeightGradients(int layer)
    {
        using var scope = NewDisposeScope();
        return _weights[_maskable[layer]].grad!.reshape(-1).data<double>().ToArray();
    }

    /// <summary>Backward pass of one step; returns the task loss.</summary>
    public double Backward(Tensor input, Tensor targets, MaskDraw draw)
    {
        using var scope = NewDisposeScope();
        foreach (var logit in _logits)
        {
            logit.grad = null;
        }

        foreach (var slot in _maskable)
        {
            _weights[slot].grad = null;
        }

        Tensor[] parameters = [.. _weights];
        for (var layer = 0; layer < _maskable.Length; layer++)
        {
            parameters[_maskable[layer]] = _weights[_maskable[layer]] * Mask(_logits[layer], Uniforms(layer, draw));
        }

        var output = _forward(input.to(ScalarType.Float64).view(draw.Samples, -1, input.size(1)), parameters);
        var loss = nn.functional.cross_entropy(output.reshape(targets.numel(), -1), targets.reshape(-1));
        var regulariser = _options.Beta / _options.BatchSize * _logits.Select(logit => logit.sum()).Aggregate((sum, next) => sum + next);
        (loss + regulariser).backward();
        return loss.item<double>();
    }

    /// <summary>Clips and steps.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        nn.utils.clip_grad_norm_(_logits, _options.GradientClip);
        _optimizer.step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var owned in (Tensor[])[.. _weights, .. _logits])
        {
            owned.Dispose();
        }
    }

    private Tensor Uniforms(int layer, MaskDraw draw)
    {
        var length = (int)_logits[layer].numel();
        var uniforms = new float[length * draw.Samples];
        using var workers = new BlockWorkers(1);
        fixed (float* start = uniforms)
        {
            new MaskUniforms(workers).Fill(start, length, layer, draw);
        }

        return tensor(uniforms).to(ScalarType.Float64).view([draw.Samples, .. _logits[layer].shape]);
    }
}
