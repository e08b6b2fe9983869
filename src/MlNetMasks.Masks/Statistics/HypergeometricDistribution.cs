namespace MlNetMasks.Masks;

/// <summary>
/// The number of weights that two independent random masks share in a layer of n weights when one keeps a and the other b of them.
/// Sampled by exact inversion: the probabilities follow from the mode outwards by their ratio, which needs no factorial; what lies
/// below 1e-20 of the mode (more than nine standard deviations away) is left out.
/// </summary>
internal sealed class HypergeometricDistribution
{
    private const double Negligible = 1e-20;
    private readonly double[] _cumulative;
    private readonly long _lowest;

    public HypergeometricDistribution(long count, long keptA, long keptB)
    {
        double n = count;
        Mean = keptA / n * keptB;
        Variance = count == 1 ? 0 : Mean * ((n - keptA) / n) * ((n - keptB) / (n - 1));

        long neither = count - keptA - keptB;
        long mode = (long)((Int128)(keptA + 1) * (keptB + 1) / (count + 2));
        List<double> below = [];
        double probability = 1;
        for (long k = mode; k > Math.Max(0, -neither); k--)
        {
            probability *= (double)k * (neither + k) / ((double)(keptA - k + 1) * (keptB - k + 1));
            if (probability < Negligible)
            {
                break;
            }

            below.Add(probability);
        }

        List<double> above = [];
        probability = 1;
        for (long k = mode; k < Math.Min(keptA, keptB); k++)
        {
            probability *= (double)(keptA - k) * (keptB - k) / ((double)(k + 1) * (neither + k + 1));
            if (probability < Negligible)
            {
                break;
            }

            above.Add(probability);
        }

        below.Reverse();
        _lowest = mode - below.Count;
        _cumulative = [.. below, 1, .. above];
        double sum = 0;
        for (int i = 0; i < _cumulative.Length; i++)
        {
            sum += _cumulative[i];
            _cumulative[i] = sum;
        }

        for (int i = 0; i < _cumulative.Length; i++)
        {
            _cumulative[i] /= sum;
        }
    }

    public double Mean { get; }

    public double Variance { get; }

    /// <summary>The smallest value whose cumulative probability exceeds a uniform number in [0, 1).</summary>
    public long Sample(double uniform)
    {
        int low = 0;
        int high = _cumulative.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_cumulative[middle] > uniform)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _lowest + low;
    }
}
