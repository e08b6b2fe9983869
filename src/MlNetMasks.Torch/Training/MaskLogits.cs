using MlNetMasks.Masks;
using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// The logits of one mask while they are learned. Each step draws mask samples of the frozen weights, lets the network run on them, and turns the
/// gradients into one Adam step on the logits. Linear layers draw while they multiply, recurrent ones once per step; other tensors are drawn into leaf
/// tensors outside autograd.
/// </summary>
internal sealed unsafe class MaskLogits : IDisposable
{
    /// <summary>Logit of a kept weight in a fixed layer, the largest that a mask can start with; negative for the others.</summary>
    private const float FixedLogit = 40;

    private readonly Stack<IDisposable> _owned = new();
    private readonly NetworkWeights _weights;
    private readonly MaskLearningOptions _options;
    private readonly ulong _stageKey;
    private readonly ulong _key;
    private readonly MaskableNetwork _network;
    private readonly FixedLayers? _fixedLayers;
    private readonly ScalarType _type;
    private readonly LeafTensors _leaves;
    private readonly IMaskParametrisation _parametrisation;
    private readonly MaskSlot[] _slots;
    private readonly MaskSlot[] _reused; // products whose samples are kept for a step
    private readonly MaskProduct[] _products;
    private readonly ProductTape _tape;
    private readonly SampledWeightGradients? _sampledWeights; // where weights are learned too

    /// <summary>Makes logits that start at the options' value.</summary>
    /// <param name="weights">The weights; not changed.</param>
    /// <param name="options">Samples, regulariser, rate.</param>
    /// <param name="key">Key of the stage's random streams.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="learnsWeights">Whether the backward pass also leaves the gradients of the weights under the masks.</param>
    /// <param name="fixedLayers">Layers whose mask is constant; null for none.</param>
    public MaskLogits(NetworkWeights weights, MaskLearningOptions options, ulong key, int threads, bool learnsWeights = false, FixedLayers? fixedLayers = null)
    {
        _weights = weights;
        _fixedLayers = fixedLayers;
        _options = options;
        _stageKey = key;
        _key = RandomStream.DeriveKey(key, "masks");
        _network = weights.Bind();
        var layout = LayoutOf(_network.Maskable);
        _type = options.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        TensorArena keptWeights; // [samples, ...shape] per product that a step uses many times
        Parameter[] sampled;
        Parameter[] reused;
        try
        {
            Logits = Own(new FloatArena(layout));
            Gradients = Own(new FloatArena(layout));
            var workers = Own(new BlockWorkers(threads));
            Workers = workers;
            WeightGradients = learnsWeights ? Own(new FloatArena(layout)) : null;
            _tape = Own(new ProductTape(workers));
            _parametrisation = options.Parametrisation.Create(workers, CPU);
            if (_parametrisation is IDisposable disposable)
            {
                Own(disposable);
            }

            sampled = [.. Learned.Where(parameter => !IsMultiplied(parameter))];
            reused = [.. Learned.Where(parameter => parameter.IsReused && IsMultiplied(parameter))];
            var maskedWeights = Own(new TensorArena(LayoutOf(sampled), options.SampleCount, _type)); // the same per sampled tensor
            keptWeights = Own(new TensorArena(LayoutOf(reused), options.SampleCount, _type));
            _slots = [.. sampled.Select((parameter, leaf) => SlotOf(layout.IndexOf(parameter.Name), maskedWeights.Tensor(leaf)))];
            _sampledWeights = WeightGradients is null ? null : Own(new SampledWeightGradients(_parametrisation, _slots, options.SampleCount, WeightGradients));
            _leaves = Own(new LeafTensors(sampled, sampled.Select((_, leaf) => maskedWeights.Tensor(leaf))));
            BindFixed();
            BindUnmasked();
            Optimizer = Own(new ArenaAdam(Logits, new LearningRateSchedule(options.LearningRate), options.GradientClip, workers));
        }
        catch
        {
            Dispose(); // many samples of a big net may not fit into memory, a user's parametrisation may fail
            throw;
        }

        _reused = [.. reused.Select((parameter, index) => SlotOf(layout.IndexOf(parameter.Name), keptWeights.Tensor(index)))];
        _products = [.. Learned.Where(IsMultiplied).Select(BindProduct)];
        foreach (var slot in LearnedSlots)
        {
            Logits.Span(slot).Fill((float)options.InitialLogit);
            Optimizer.SetGradient(slot, Gradients.Pointer(slot));
        }
    }

    /// <summary>The logits, one slot per maskable tensor.</summary>
    public FloatArena Logits { get; }

    /// <summary>Their gradients in the last step, before clipping.</summary>
    public FloatArena Gradients { get; }

    /// <summary>Gradients of the weights under the masks of the last step, laid out as the logits, before clipping; null where weights are frozen.</summary>
    public FloatArena? WeightGradients { get; }

    /// <summary>The threads of the stage.</summary>
    public BlockWorkers Workers { get; }

    /// <summary>Their optimiser.</summary>
    public IArenaOptimizer Optimizer { get; }

    /// <summary>Names the mask samples of a step.</summary>
    public MaskDraw Draw(int step) => new(_key, step, _options.SampleCount);

    /// <summary>Draws the masks of a step and runs the network on them.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="input"><c>[samples, batch / samples, inputs]</c></param>
    /// <param name="targets">Right answers, <c>[batch, answers]</c>; <see langword="null"/> lets a sequence network answer on its own.</param>
    /// <returns><c>[samples, batch / samples, outputs]</c>, in single precision.</returns>
    public Tensor Forward(int step, Tensor input, Tensor? targets = null)
    {
        var pass = targets is null ? ForwardPass.Evaluation : ForwardPass.OfStep(_stageKey, step, targets, _options.SampleCount, dropsUnits: false);
        return Sample(step).Forward(input.to(_type), pass).to(ScalarType.Float32);
    }

    /// <summary>Draws the masks of a step; the network then runs on them.</summary>
    public NetworkModule Sample(int step)
    {
        var draw = Draw(step);
        _leaves.ClearGradients();
        _tape.Clear();
        _parametrisation.Sample(_slots, draw);
        if (_reused.Length > 0)
        {
            _parametrisation.Sample(_reused, draw);
        }

        foreach (var product in _products)
        {
            product.Begin(draw);
        }

        return _network.Module;
    }

    /// <summary>Takes a step of the logits.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="loss">Loss of the network's outputs in this step.</param>
    /// <returns>The norm of the logits' gradients before clipping; where it is no finite number, the logits stay.</returns>
    public double Learn(int step, Tensor loss) => Optimizer.Step(Backward(step, loss));

    /// <summary>Computes the gradients of the logits and, where they are learned too, of the weights, without a step.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="loss">Loss of the network's outputs in this step.</param>
    /// <returns>The squared norm of the logits' gradients.</returns>
    public double Backward(int step, Tensor loss)
    {
        _tape.Backward(loss);
        for (var leaf = 0; leaf < _slots.Length; leaf++)
        {
            _slots[leaf].MaskedGradients = _leaves.Gradient(leaf);
        }

        var squaredNorm = _parametrisation.LogitGradient(_slots, Draw(step), Regulariser);
        _sampledWeights?.Write(Draw(step));
        foreach (var product in _products)
        {
            squaredNorm += product.WriteGradients();
        }

        _tape.Clear();
        return squaredNorm;
    }

    /// <summary>The deterministic mask: kept where the logit is above 0.</summary>
    public WeightMask ToMask(string name) => WeightMask.FromLogits(name, _weights.MaskLayout, layer => Logits.Span(layer));

    /// <summary>The logits that are learned, in bins.</summary>
    public LogitHistogram Histogram() => LogitHistogram.Of(Logits, LearnedSlots);

    /// <summary>How far the logits that are learned have come.</summary>
    public LogitHealth Health() => LogitHealth.Of(Logits, _options.InitialLogit, LearnedSlots);

    public void Dispose()
    {
        while (_owned.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    /// <summary>The maskable tensors whose mask is learned.</summary>
    private IEnumerable<Parameter> Learned => _network.Maskable.Where(parameter => _fixedLayers?.Layers.Contains(parameter.Name) != true);

    /// <summary>Their slots.</summary>
    private int[] LearnedSlots => [.. Learned.Select(parameter => Logits.Layout.IndexOf(parameter.Name))];

    private double Regulariser => _options.Beta / _options.BatchSize;

    private static ArenaLayout LayoutOf(IEnumerable<Parameter> parameters) => new(parameters.Select(parameter => (parameter.Name, parameter.Shape)));

    /// <summary>Whether a tensor's samples need no memory.</summary>
    private bool IsMultiplied(Parameter parameter) =>
        parameter.IsMultipliedOnly && _type == ScalarType.Float32 && _parametrisation is IProductParametrisation products
        && (WeightGradients is null || products.WritesWeightGradients);

    private MaskSlot SlotOf(int slot, Tensor maskedWeights) => new()
    {
        Index = slot,
        Logits = Logits.Tensor(slot),
        Weights = FrozenOf(slot),
        MaskedWeights = maskedWeights,
        LogitGradients = Gradients.Tensor(slot),
    };

    private MaskProduct BindProduct(Parameter parameter)
    {
        var slot = Logits.Layout.IndexOf(parameter.Name);
        var matrix = new MaskMatrix
        {
            Index = slot,
            Logits = Logits.Tensor(slot),
            Weights = FrozenOf(slot),
            MaskedWeights = Array.Find(_reused, kept => kept.Index == slot)?.MaskedWeights,
            LogitGradients = Gradients.Tensor(slot),
            WeightGradients = WeightGradients?.Tensor(slot),
        };
        var product = new MaskProduct((IProductParametrisation)_parametrisation, matrix, _tape, parameter.Name, Regulariser);
        parameter.Bind(product);
        return product;
    }

    private Tensor FrozenOf(int slot) => _weights.Arena.Tensor(_weights.Arena.Layout.IndexOf(Logits.Layout.Slots[slot].Name));

    /// <summary>Lets the network see the weights that a constant mask keeps; the logits say the same, and never get a gradient.</summary>
    private void BindFixed()
    {
        if (_fixedLayers is null)
        {
            return;
        }

        Parameter[] parameters = [.. _network.Maskable.Where(parameter => _fixedLayers.Layers.Contains(parameter.Name))];
        var constants = Own(new FloatArena(LayoutOf(parameters)));
        for (var i = 0; i < parameters.Length; i++)
        {
            var layer = _fixedLayers.Mask.Layout.IndexOf(parameters[i].Name);
            var words = _fixedLayers.Mask.Words(layer);
            var logits = Logits.Span(layer);
            for (var weight = 0; weight < logits.Length; weight++)
            {
                logits[weight] = _fixedLayers.Mask.IsKept(layer, weight) ? FixedLogit : -FixedLogit;
            }

            HardMask.Apply(_weights.Arena.Span(_weights.Arena.Layout.IndexOf(parameters[i].Name)), words, constants.Span(i));
            parameters[i].Bind(_type == ScalarType.Float32 ? constants.Tensor(i) : Own(constants.Tensor(i).to(_type).DetachFromDisposeScope()));
        }
    }

    private void BindUnmasked()
    {
        foreach (var parameter in _network.Parameters.Where(parameter => !parameter.IsMaskable && !parameter.IsStatistic && _type != ScalarType.Float32))
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
