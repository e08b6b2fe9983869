using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A named tensor of a network. The same network runs on its plain weights, bound as <c>[1, ...Shape]</c>, and on S sampled masks at
/// once, bound as <c>[S, ...Shape]</c>: layers read <see cref="Value"/> and never know which.
/// </summary>
public sealed class Parameter
{
    private Tensor? _value;
    private IWeightProduct? _product;

    internal Parameter(string name, IReadOnlyList<int> shape, bool isMaskable, Initializer initializer)
    {
        Name = name;
        Shape = shape;
        IsMaskable = isMaskable;
        Initializer = initializer;
    }

    /// <summary>Name within the network, for example <c>layers.0.weight</c>; the key in weight files.</summary>
    public string Name { get; }

    /// <summary>Shape without the leading group dimension.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Whether masks are learned for this tensor.</summary>
    public bool IsMaskable { get; }

    /// <summary>How the tensor starts before pretraining.</summary>
    public Initializer Initializer { get; }

    /// <summary>The bound tensor, <c>[groups, ...Shape]</c>; groups is 1 where every sample shares the values. Not owned.</summary>
    /// <exception cref="InvalidOperationException">Nothing is bound.</exception>
    public Tensor Value => _value ?? throw new InvalidOperationException($"Parameter '{Name}' is not bound to a tensor; bind the network before running it.");

    /// <summary>
    /// Whether training never follows gradients into the tensor, as the running statistics of batch normalisation: it belongs to the weights, in files and checkpoints
    /// too, but only <see cref="ForwardPass"/> changes it.
    /// </summary>
    public bool IsStatistic { get; internal init; }

    /// <summary>Multiply-adds per element and example.</summary>
    internal int UseCount { get; init; } = 1;

    /// <summary>Whether layers only multiply with the tensor, so that it can be bound as a product.</summary>
    internal bool IsMultipliedOnly { get; init; }

    /// <summary>Whether layers multiply with the tensor many times in a pass, so that mask samples are worth the memory of keeping them.</summary>
    internal bool IsReused { get; init; }

    /// <summary>The product that layers use instead of <see cref="Value"/>, if one is bound.</summary>
    internal IWeightProduct? Product => _product;

    internal void Bind(Tensor tensor) => (_value, _product) = (tensor, null);

    internal void Bind(IWeightProduct product) => (_value, _product) = (null, product);
}
