namespace MlNetMasks.Torch;

/// <summary>How a parameter starts before pretraining.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Bound">Half-width of a uniform distribution, or the constant.</param>
public readonly record struct Initializer(InitializerKind Kind, double Bound)
{
    /// <summary>Uniform in (-1/sqrt(<paramref name="fanIn"/>), 1/sqrt(<paramref name="fanIn"/>)): libtorch's default for linear layers.</summary>
    /// <param name="fanIn">Number of inputs of a unit, at least 1.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fanIn"/> is below 1.</exception>
    public static Initializer FanIn(int fanIn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        return new Initializer(InitializerKind.Uniform, 1.0 / Math.Sqrt(fanIn));
    }

    /// <summary>Every element the same.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The initializer.</returns>
    public static Initializer Constant(double value) => new(InitializerKind.Constant, value);

    internal void Fill(Span<float> destination, RandomStream random)
    {
        if (Kind == InitializerKind.Uniform)
        {
            random.FillUniform(destination, -Bound, Bound);
        }
        else
        {
            destination.Fill((float)Bound);
        }
    }
}
