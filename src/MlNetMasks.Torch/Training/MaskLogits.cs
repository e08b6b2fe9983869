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
    private readonly Stack<IDisposable> _owned = new();
    private readonly NetworkWeights _weights;
    private readonly MaskLearningOptions _options;
    private readonly ulong _key;
    private readonly MaskableNetwork _network;
    private readonly ScalarType _type;
    private readonly LeafTensors _leaves;
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
        _type = options.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        TensorArena maskedWeights; // [samples, ...shape] per slot
        try
        {
            Logits = Own(new FloatArena(layout));
            Gradients = Own(new FloatArena(layout));
            maskedWeights = Own(new TensorArena(layout, options.SampleCount, _type));
            _leaves = Own(new LeafTensors(maskedWeights));
            BindUnmasked();
            var workers = Own(new BlockWorkers(threads));
            _parametrisation = options.Parametrisation.Create(workers, CPU);
            _optimizer = Own(new ArenaAdam(Logits, options.LearningRate, options.GradientClip, workers));
        }
        catch
        {
            Dispose(); // many samples of a big net may not fit into memory, a user's parametrisation may fail
            throw;
        }

        _leaves.BindTo(_network.Maskable);
        _slots = new MaskSlot[layout.Slots.Count];
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            Logits.Span(slot).Fill((float)options.InitialLogit);
            _slots[slot] = new MaskSlot
            {
                Index = slot,
                Logits = Logits.Tensor(slot),
                Weights = weights.Arena.Tensor(weights.Arena.Layout.IndexOf(layout.Slots[slot].Name)),
                MaskedWeights = maskedWeights.Tensor(slot),
                LogitGradients = Gradients.Tensor(slot),
            };
            _optimizer.SetGradient(slot, Gradients.Pointer(slot));
        }
    }

    /// <summary>The logits, one slot per maskable tensor.</summary>
    public FloatArena Logits { get; }

    /// <summary>Their gradients in the last step, before clipping.</summary>
    public FloatArena Gradients { get; }

    /// <summary>Names the mask samples of a step.</summary>
    public MaskDraw Draw(int step) => new(_key, step, _options.SampleCount);

    /// <summary>Draws the masks of a step and runs the network on them.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="input"><c>[samples, batch / samples, inputs]</c></param>
    /// <returns><c>[samples, batch / samples, outputs]</c>, in single precision.</returns>
    public Tensor Forward(int step, Tensor input) => Sample(step).Forward(input.to(_type)).to(ScalarType.Float32);

    /// <summary>Draws the masks of a step; the network then runs on them.</summary>
    public NetworkModule Sample(int step)
    {
        _leaves.ClearGradients();
        _parametrisation.Sample(_slots, Draw(step));
        return _network.Module;
    }

    /// <summary>Turns the gradients of the step's masked weights into a step of the logits.</summary>
    /// <returns>The norm of the logits' gradients before clipping; where it is no finite number, the logits stay.</returns>
    public double Learn(int step)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].MaskedGradients = _leaves.Gradient(slot);
        }

        return _optimizer.Step(_parametrisation.LogitGradient(_slots, Draw(step), _options.Beta / _options.BatchSize));
    }

    /// <summary>The deterministic mask: kept where the logit is above 0.</summary>
    public WeightMask ToMask(string name) => WeightMask.FromLogits(name, _weights.MaskLayout, layer => Logits.Span(layer));

    public LogitHistogram Histogram() => LogitHistogram.Of(Logits);

    public void Dispose()
    {
        while (_owned.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    private void BindUnmasked()
    {
        foreach (var parameter in _network.Parameters.Where(parameter => !parameter.IsMaskable && _type != ScalarType.Float32))
        {
            parameter.Bind(Own(parameter.Value.to(_type).DetachFromDisposeScope()));
        }
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }
}
