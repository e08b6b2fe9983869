namespace MlNetMasks.Torch;

/// <summary>How a parameter starts before pretraining.</summary>
public abstract record Initializer
{
    /// <summary>Uniform in (-1/sqrt(<paramref name="fanIn"/>), 1/sqrt(<paramref name="fanIn"/>)): libtorch's default for linear layers.</summary>
    /// <param name="fanIn">Number of inputs of a unit, at least 1.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fanIn"/> is below 1.</exception>
    public static Initializer FanIn(int fanIn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        return new UniformInitializer(1.0 / Math.Sqrt(fanIn));
    }

    /// <summary>Every element the same.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The initializer.</returns>
    public static Initializer Constant(double value) => new ConstantInitializer(value);

    /// <summary>Normal around zero with standard deviation gain sqrt(2 / (fanIn + fanOut)) (Glorot and Bengio 2010).</summary>
    /// <param name="fanIn">Number of inputs of a unit, at least 1.</param>
    /// <param name="fanOut">Number of units, at least 1.</param>
    /// <param name="gain">Factor for the nonlinearity, above 0.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its range.</exception>
    public static Initializer XavierNormal(int fanIn, int fanOut, double gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanOut, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gain);
        return new NormalInitializer(gain * Math.Sqrt(2.0 / (fanIn + (double)fanOut)));
    }

    /// <summary>Uniform in (-b, b) with b = gain sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010).</summary>
    /// <param name="fanIn">Number of inputs of a unit, at least 1.</param>
    /// <param name="fanOut">Number of units, at least 1.</param>
    /// <param name="gain">Factor for the nonlinearity, above 0.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its range.</exception>
    public static Initializer XavierUniform(int fanIn, int fanOut, double gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanOut, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gain);
        return new UniformInitializer(gain * Math.Sqrt(6.0 / (fanIn + (double)fanOut)));
    }

    /// <summary>Normal around zero.</summary>
    /// <param name="deviation">Standard deviation, above 0.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is not above 0.</exception>
    public static Initializer Normal(double deviation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        return new NormalInitializer(deviation);
    }

    /// <summary>
    /// A random matrix [n, m] with orthogonal rows (columns where n is larger), each of length <paramref name="gain"/> (Saxe et al. 2014).
    /// </summary>
    /// <param name="gain">Length of the rows or columns, above 0.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not above 0.</exception>
    public static Initializer Orthogonal(double gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gain);
        return new OrthogonalInitializer(gain);
    }

    /// <summary>The parameter's first dimension falls into equal blocks, such as the gates of an LSTM; each starts on its own.</summary>
    /// <param name="blocks">One initializer per block, at least one.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentException">There is no block.</exception>
    public static Initializer Blocks(params IReadOnlyList<Initializer> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return blocks.Count > 0 ? new BlockInitializer([.. blocks]) : throw new ArgumentException("There is no block; give one initializer per block.", nameof(blocks));
    }

    /// <summary>Fills a parameter.</summary>
    /// <param name="destination">The elements, row by row.</param>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="random">The parameter's own stream.</param>
    internal abstract void Fill(Span<float> destination, IReadOnlyList<int> shape, RandomStream random);

    private sealed record UniformInitializer(double Bound) : Initializer
    {
        internal override void Fill(Span<float> destination, IReadOnlyList<int> shape, RandomStream random) => random.FillUniform(destination, -Bound, Bound);
    }

    private sealed record ConstantInitializer(double Value) : Initializer
    {
        internal override void Fill(Span<float> destination, IReadOnlyList<int> shape, RandomStream random) => destination.Fill((float)Value);
    }

    private sealed record NormalInitializer(double Deviation) : Initializer
    {
        internal override void Fill(Span<float> destination, IReadOnlyList<int> shape, RandomStream random) => random.FillNormal(destination, Deviation);
    }

    private sealed record OrthogonalInitializer(double Gain) : Initializer
    {
        internal override void Fill(Span<float> destination, IReadOnlyList<int> shape, RandomStream random) =>
            OrthogonalMatrix.Fill(destination, rows: shape[0], Gain, random);
    }

    private sealed record BlockInitializer(IReadOnlyList<Initializer> Parts) : Initializer
    {
        internal override void Fill(Span<float> destination, IReadOnlyList<int> shape, RandomStream random)
        {
            if (shape[0] % Parts.Count != 0)
            {
                throw new InvalidOperationException($"A first dimension of {shape[0]} does not fall into {Parts.Count} equal blocks; choose a multiple.");
            }

            var length = destination.Length / Parts.Count;
            int[] part = [shape[0] / Parts.Count, .. shape.Skip(1)];
            for (var i = 0; i < Parts.Count; i++)
            {
                Parts[i].Fill(destination.Slice(i * length, length), part, random);
            }
        }
    }
}
