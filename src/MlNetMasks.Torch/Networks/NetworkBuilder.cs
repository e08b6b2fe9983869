namespace MlNetMasks.Torch;

/// <summary>Declares a network's parameters, in order of depth, and makes layers on them.</summary>
public sealed class NetworkBuilder
{
    private readonly List<Parameter> _parameters = [];

    internal NetworkBuilder(NetworkShape shape) => Shape = shape;

    /// <summary>What the problem asks for.</summary>
    public NetworkShape Shape { get; }

    internal IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Declares a parameter.</summary>
    /// <param name="name">Unique name within the network.</param>
    /// <param name="shape">Shape without the group dimension; every size at least 1.</param>
    /// <param name="isMaskable">Whether masks are learned for it.</param>
    /// <param name="initializer">How it starts.</param>
    /// <returns>The parameter, still unbound.</returns>
    /// <exception cref="ArgumentException">The name is blank or used already, a size is below 1, or there are more than 2,147,483,647 elements.</exception>
    public Parameter Declare(string name, IReadOnlyList<int> shape, bool isMaskable, Initializer initializer) =>
        Declare(name, shape, isMaskable, initializer, isMultipliedOnly: false);

    /// <summary>Makes a linear layer with parameters <c>{name}.weight</c> [out, in] and <c>{name}.bias</c> [out].</summary>
    /// <param name="name">Name of the layer, for example <c>layers.0</c>.</param>
    /// <param name="inputs">Number of inputs, at least 1.</param>
    /// <param name="outputs">Number of outputs, at least 1.</param>
    /// <param name="maskBias">Whether the bias is masked as well; the paper does so only for images.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The name is used already.</exception>
    public MaskedLinear Linear(string name, int inputs, int outputs, bool maskBias = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var start = Initializer.FanIn(inputs);
        return new MaskedLinear(
            Declare($"{name}.weight", [outputs, inputs], isMaskable: true, start, isMultipliedOnly: true),
            Declare($"{name}.bias", [outputs], maskBias, start));
    }

    private Parameter Declare(string name, IReadOnlyList<int> shape, bool isMaskable, Initializer initializer, bool isMultipliedOnly)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (_parameters.Exists(parameter => parameter.Name == name))
        {
            throw new ArgumentException($"Parameter '{name}' is declared twice; give each parameter a name of its own.", nameof(name));
        }

        if (shape.Any(size => size < 1) || shape.Aggregate(1.0, (product, size) => product * size) > int.MaxValue)
        {
            throw new ArgumentException(
                $"Parameter '{name}' has shape [{string.Join(", ", shape)}]; every size must be at least 1 and their product at most {int.MaxValue}.", nameof(shape));
        }

        var parameter = new Parameter(name, [.. shape], isMaskable, initializer) { IsMultipliedOnly = isMultipliedOnly };
        _parameters.Add(parameter);
        return parameter;
    }
}
