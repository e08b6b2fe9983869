using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>The weights of one network, in one arena that this object owns.</summary>
public sealed class NetworkWeights : IDisposable
{
    private NetworkWeights(NetworkSpec spec, NetworkShape shape, MaskableNetwork network)
    {
        Spec = spec;
        Shape = shape;
        MaskLayout = network.MaskLayout;
        RepeatedWork = network.Parameters.Sum(parameter => (long)parameter.Count * (parameter.UseCount - 1));
        Arena = new FloatArena(new ArenaLayout(network.Parameters.Select(parameter => (parameter.Name, parameter.Shape))));
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Input and output sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The layout of masks over these weights.</summary>
    public MaskLayout MaskLayout { get; }

    /// <summary>Multiply-adds per example beyond one per weight: filters are used at every pixel.</summary>
    internal long RepeatedWork { get; }

    /// <summary>The memory: one slot per parameter, in order of declaration.</summary>
    public FloatArena Arena { get; }

    /// <summary>Makes weights that start as the architecture says.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="shape">Input and output sizes.</param>
    /// <param name="key">Key of the random stream; every parameter draws from a stream of its own, named after it.</param>
    /// <returns>The weights; the caller disposes them.</returns>
    public static NetworkWeights Initialize(NetworkSpec spec, NetworkShape shape, ulong key)
    {
        var network = MaskableNetwork.Build(spec, shape);
        var weights = new NetworkWeights(spec, shape, network);
        for (var i = 0; i < network.Parameters.Count; i++)
        {
            var parameter = network.Parameters[i];
            parameter.Initializer.Fill(weights.Arena.Span(i), parameter.Shape, new RandomStream(RandomStream.DeriveKey(key, parameter.Name)));
        }

        return weights;
    }

    /// <summary>Reads weights from tensors, as they stand in a safetensors file.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="shape">Input and output sizes.</param>
    /// <param name="file">One F32 tensor per parameter, by name and shape; F16, BF16 and F64 are converted.</param>
    /// <returns>The weights; the caller disposes them.</returns>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown, of another shape or type, or holds NaN or infinity.</exception>
    public static NetworkWeights Read(NetworkSpec spec, NetworkShape shape, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var network = MaskableNetwork.Build(spec, shape);
        NetworkWeightsFile.Check(network.Parameters, file); // before memory is taken for what a file merely declares
        var weights = new NetworkWeights(spec, shape, network);
        try
        {
            NetworkWeightsFile.Fill(weights.Arena, file);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Copies the weights into managed memory, where they need no disposal.</summary>
    /// <returns>The weights at rest; these ones remain the caller's to dispose.</returns>
    public FrozenWeights Freeze() => new(this);

    /// <summary>Writes the weights as safetensors: one F32 tensor per parameter.</summary>
    /// <param name="stream">Where to write.</param>
    public void Write(Stream stream) => NetworkWeightsFile.Write(Arena, stream);

    /// <summary>Copies the weights; maskable weights that the mask does not keep become zero.</summary>
    /// <param name="mask">The mask, of this network's layout; <see langword="null"/> copies everything.</param>
    /// <returns>New weights; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The mask belongs to another architecture.</exception>
    public NetworkWeights Masked(WeightMask? mask) => Freeze().Thaw(mask);

    /// <summary>Builds a network whose parameters are bound to these weights, <c>[1, ...shape]</c>.</summary>
    /// <returns>The network; it shares these weights and must not outlive them.</returns>
    public MaskableNetwork Bind()
    {
        var network = MaskableNetwork.Build(Spec, Shape);
        for (var i = 0; i < network.Parameters.Count; i++)
        {
            network.Parameters[i].Bind(Arena.Tensor(i));
        }

        return network;
    }

    /// <inheritdoc/>
    public void Dispose() => Arena.Dispose();

    /// <summary>Checks that a problem asks for a network of these sizes.</summary>
    internal void RequireFit(BoundProblem problem)
    {
        if (problem.Shape != Shape)
        {
            throw new ArgumentException(
                $"The network has {Shape.InputSize} inputs and {Shape.OutputSize} outputs{Shape.FrameWords}; the problem needs {problem.Shape.InputSize} and {problem.Shape.OutputSize}{problem.Shape.FrameWords}. Use the problem that the network was made for.",
                nameof(problem));
        }
    }

    /// <summary>Makes weights that are all zero.</summary>
    internal static NetworkWeights Create(NetworkSpec spec, NetworkShape shape) => new(spec, shape, MaskableNetwork.Build(spec, shape));
}
