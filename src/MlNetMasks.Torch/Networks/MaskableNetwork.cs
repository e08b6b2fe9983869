using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>A built network: the module and the parameters it reads. Building is cheap; every binding gets a network of its own.</summary>
public sealed class MaskableNetwork
{
    private MaskableNetwork(NetworkSpec spec, NetworkShape shape, NetworkModule module, IReadOnlyList<Parameter> parameters)
    {
        Spec = spec;
        Shape = shape;
        Module = module;
        Parameters = parameters;
        Maskable = [.. parameters.Where(parameter => parameter.IsMaskable)];
        MaskLayout = new MaskLayout(Maskable.Select(parameter => new MaskLayer(parameter.Name, parameter.Shape)));
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Input and output sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The forward pass.</summary>
    public NetworkModule Module { get; }

    /// <summary>All parameters in order of declaration (by depth).</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The parameters that masks are learned for.</summary>
    public IReadOnlyList<Parameter> Maskable { get; }

    /// <summary>The layout of the network's masks: one layer per maskable parameter.</summary>
    public MaskLayout MaskLayout { get; }

    /// <summary>Builds a network.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="shape">Input and output sizes, each at least 1.</param>
    /// <returns>The network, its parameters unbound.</returns>
    /// <exception cref="ArgumentException">A size is below 1, or the specification declares no maskable parameter.</exception>
    public static MaskableNetwork Build(NetworkSpec spec, NetworkShape shape)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.InputSize < 1 || shape.OutputSize < 1)
        {
            throw new ArgumentException($"The network would have {shape.InputSize} inputs and {shape.OutputSize} outputs; both must be at least 1.", nameof(shape));
        }

        var builder = new NetworkBuilder(shape);
        var module = spec.Build(builder) ?? throw new ArgumentException($"{spec.GetType().Name} built no module; return one from Build.", nameof(spec));
        if (!builder.Parameters.Any(parameter => parameter.IsMaskable))
        {
            throw new ArgumentException($"{spec.GetType().Name} declares no maskable parameter; there is nothing to learn a mask for.", nameof(spec));
        }

        return new MaskableNetwork(spec, shape, module, [.. builder.Parameters]);
    }
}
