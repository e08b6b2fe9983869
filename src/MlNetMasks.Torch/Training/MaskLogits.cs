using MlNetMasks.Masks;
using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// The logits of one mask while they are learned. Each step draws masked copies of the frozen weights into leaf tensors outside
/// autograd, lets the network run on them, and turns the gradients on the leaves into one Adam step on the logits.
/// </summary>
internal sealed unsafe class MaskLogits : IDisposable
{
    private readonly NetworkWeights _weights;
    private readonly MaskLearningOptions _options;
    private readonly ulong _key;
    private readonly MaskableNetwork _network;
    private readonly FloatArena _logits;
    private readonly FloatArena _logitGradients;
    private readonly ScalarType _type;
    private readonly TensorArena _maskedWeights; // [samples, ...shape] per slot
    private readonly List<Tensor> _converted = []; // parameters without a mask, where they need another number format
    private readonly LeafTensors _leaves;
    private readonly BlockWorkers _workers;
    private readonly IMaskParametrisation _parametrisation;
    private readonly ArenaAdam _optimizer;
    private readonly MaskSlot[] _slots;

    public MaskLogits(NetworkWeights weights, MaskLearningOptions options, ulong key, int threads)
    {
        _weights = weights;
        _options = options;
        _key = RandomStream.DeriveKey(key, "masks");
        _network = weights.Bind();
        var layout = new ArenaLayout(_network.Maskable.Select(parameter => (parameter.Name, parameter.Shape)));
        _logits = new FloatArena(layout);
        _logitGradients = new FloatArena(layout);
        _type = PrecisionChoice.Of(options.Precision, layout.Count) == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _maskedWeights = new TensorArena(layout, options.SampleCount, _type);
        _leaves = new LeafTensors(_maskedWeights);
        _leaves.BindTo(_network.Maskable);
        BindUnmasked();
        _workers = new BlockWorkers(threads);
        _parametrisation = options.Parametrisation.Create(_workers, CPU);
        _optimizer = new ArenaAdam(_logits, options.LearningRate, options.GradientClip, _workers);
        _slots = new MaskSlot[layout.Slots.Count];
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _logits.Span(slot).Fill((float)options.InitialLogit);
            _slots[slot] = new MaskSlot
            {
                Index = slot,
                Logits = _logits.Tensor(slot),
                Weights = weights.Arena.Tensor(weights.Arena.Layout.IndexOf(layout.Slots[slot].Name)),
                MaskedWeights = _maskedWeights.Tensor(slot),
                LogitGradients = _logitGradients.Tensor(slot),
            };
            _optimizer.SetGradient(slot, _logitGradients.Pointer(slot));
        }
    }

    /// <summary>Draws the masks of a step and runs the network on them.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="input"><c>[samples, batch / samples, inputs]</c></param>
    /// <returns><c>[samples, batch / samples, outputs]</c>, in single precision.</returns>
    public Tensor Forward(int step, Tensor input)
    {
        _leaves.ClearGradients();
        _parametrisation.Sample(_slots, Draw(step));
        return _network.Module.Forward(input.to(_type)).to(ScalarType.Float32);
    }

    /// <summary>Turns the gradients of the step's masked weights into a step of the logits.</summary>
    /// <returns>The norm of the logits' gradients before clipping.</returns>
    public double Learn(int step)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].MaskedGradients = _leaves.Gradient(slot);
        }

        return _optimizer.Step(_parametrisation.LogitGradient(_slots, Draw(step), _options.Beta / _options.BatchSize));
    }

    /// <summary>The deterministic mask: kept where the logit is above 0.</summary>
    public WeightMask ToMask(string name) => WeightMask.FromLogits(name, _weights.MaskLayout, layer => _logits.Span(layer));

    public LogitHistogram Histogram() => LogitHistogram.Of(_logits);

    public void Dispose()
    {
        _leaves.Dispose();
        _workers.Dispose();
        _optimizer.Dispose();
        _maskedWeights.Dispose();
        _converted.ForEach(tensor => tensor.Dispose());
        _logitGradients.Dispose();
        _logits.Dispose();
    }

    private void BindUnmasked()
    {
        foreach (var parameter in _network.Parameters.Where(parameter => !parameter.IsMaskable && _type != ScalarType.Float32))
        {
            _converted.Add(parameter.Value.to(_type).DetachFromDisposeScope());
            parameter.Bind(_converted[^1]);
        }
    }

    private MaskDraw Draw(int step) => new(_key, step, _options.SampleCount);
}
