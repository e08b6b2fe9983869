namespace MlNetMasks.Data;

/// <summary>The draws of one sample, one after another, each a pure function of the stream, the sample's index and the draw's number.</summary>
internal sealed class SampleRandom(CounterRandom random, long index)
{
    private int _draw;

    public ulong Bits() => random.Bits(index, _draw++);

    /// <summary>Returns a number strictly between 0 and 1.</summary>
    public double Uniform() => random.Uniform(index, _draw++);

    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    public bool Coin() => (Bits() >> 63) != 0;

    /// <summary>Returns a whole number in [0, bound).</summary>
    public int Below(int bound) => (int)random.Below(bound, index, _draw++);

    /// <summary>Returns a whole number in low to high, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>Returns a whole number in low to high, both included; the bias is below 2^-32 for small ranges and 2^-58 for large ones.</summary>
    public Int128 Between(Int128 low, Int128 high)
    {
        var count = (UInt128)(high - low + 1);
        if (count <= uint.MaxValue)
        {
            return low + Math.BigMul(Bits(), (ulong)count, out _);
        }

        ulong upper = Bits();
        ulong lower = Bits();
        if (count > ulong.MaxValue)
        {
            return low + (Int128)(new UInt128(upper, lower) % count);
        }

        ulong carried = Math.BigMul(lower, (ulong)count, out _);
        UInt128 product = ((UInt128)upper * (ulong)count) + carried;
        return low + (Int128)(product >> 64);
    }

    public T Pick<T>(ReadOnlySpan<T> values) => values[Below(values.Length)];

    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>
    /// Fills a vector that sums to 1 with a draw from the Dirichlet distribution of whole-numbered parameters; parameters below 1 count as 0.
    /// </summary>
    public void Dirichlet(ReadOnlySpan<int> parameters, Span<double> shares)
    {
        double sum = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            double gamma = 0;
            for (int k = 0; k < parameters[i]; k++)
            {
                gamma -= PortableMath.Log(Uniform());
            }

            shares[i] = gamma;
            sum += gamma;
        }

        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }

    /// <summary>Fills a vector that sums to 1 with a draw that is uniform over all such vectors.</summary>
    public void Simplex(Span<double> shares)
    {
        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = -PortableMath.Log(Uniform());
            sum += shares[i];
        }

        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}
