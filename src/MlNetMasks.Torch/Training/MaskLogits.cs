using MlNetMasks.Masks;

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
    private readonly int _threads;
    private readonly MaskableNetwork _network;
    private readonly FloatArena _logits;
    private readonly FloatArena _logitGradients;
    private readonly FloatArena _maskedWeights; // [samples, ...shape] per slot
    private readonly LeafTensors _leaves;
    private readonly AdamState _optimizer;
    private readonly int[] _weightSlots; // where each maskable tensor lies among all weights

    public MaskLogits(NetworkWeights weights, MaskLearningOptions options, ulong key, int threads)
    {
        _weights = weights;
        _options = options;
        _key = RandomStream.DeriveKey(key, "masks");
        _threads = threads;
        _network = weights.Bind();
        var layout = new ArenaLayout(_network.Maskable.Select(parameter => (parameter.Name, parameter.Shape)));
        _weightSlots = [.. layout.Slots.Select(slot => weights.Arena.Layout.IndexOf(slot.Name))];
        _logits = new FloatArena(layout);
        _logitGradients = new FloatArena(layout);
        _maskedWeights = new FloatArena(layout, options.SampleCount);
        _leaves = new LeafTensors(_maskedWeights);
        _leaves.BindTo(_network.Maskable);
        _optimizer = new AdamState(layout, options.LearningRate, options.GradientClip);
        for (var slot = 0; slot < layout.Slots.Count; slot++)
        {
            _logits.Span(slot).Fill((float)options.InitialLogit);
        }
    }

    /// <summary>Draws the masks of a step; the network then runs on them.</summary>
    public NetworkModule Sample(int step)
    {
        _leaves.ClearGradients();
        var draw = new MaskDraw(_key, step, _options.SampleCount);
        for (var slot = 0; slot < _weightSlots.Length; slot++)
        {
            var count = _logits.Layout.Slots[slot].Count;
            MaskSampler.Sample(_logits.Pointer(slot), _weights.Arena.Pointer(_weightSlots[slot]), _maskedWeights.Pointer(slot), count, draw, slot, _threads);
        }

        return _network.Module;
    }

    /// <summary>Turns the gradients of the step's masked weights into a step of the logits.</summary>
    /// <returns>The norm of the logits' gradients before clipping.</returns>
    public double Learn(int step)
    {
        var draw = new MaskDraw(_key, step, _options.SampleCount);
        var regulariser = (float)(_options.Beta / _options.BatchSize);
        var sumOfSquares = 0.0;
        for (var slot = 0; slot < _weightSlots.Length; slot++)
        {
            var count = _logits.Layout.Slots[slot].Count;
            sumOfSquares += LogitGradient.Accumulate(
                _logits.Pointer(slot), _weights.Arena.Pointer(_weightSlots[slot]), _leaves.Gradient(slot), _logitGradients.Pointer(slot), count, regulariser, draw, slot, _threads);
        }

        var norm = Math.Sqrt(sumOfSquares);
        _optimizer.Step(_logits, _logitGradients, norm, _threads);
        return norm;
    }

    /// <summary>The deterministic mask: kept where the logit is above 0.</summary>
    public WeightMask ToMask(string name) => WeightMask.FromLogits(name, _weights.MaskLayout, layer => _logits.Span(layer));

    public LogitHistogram Histogram() => LogitHistogram.Of(_logits);

    public void Dispose()
    {
        _leaves.Dispose();
        _optimizer.Dispose();
        _maskedWeights.Dispose();
        _logitGradients.Dispose();
        _logits.Dispose();
    }
}
