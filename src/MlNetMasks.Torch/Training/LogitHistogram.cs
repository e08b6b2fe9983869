namespace MlNetMasks.Torch;

/// <summary>Counts of logits in bins of equal width; values outside fall into the outermost bins.</summary>
public sealed record LogitHistogram
{
    /// <summary>Lower edge of the first bin.</summary>
    public const double Minimum = -10;

    /// <summary>Width of a bin.</summary>
    public const double BinWidth = 0.5;

    /// <summary>Number of bins; the last one ends at 10.</summary>
    public const int BinCount = 40;

    /// <summary>Wraps counts.</summary>
    /// <param name="counts">One count per bin.</param>
    /// <exception cref="ArgumentException">There are not <see cref="BinCount"/> counts, or one is negative.</exception>
    public LogitHistogram(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Count != BinCount || counts.Any(count => count < 0))
        {
            throw new ArgumentException($"A logit histogram has {BinCount} counts, none negative; {counts.Count} were given.", nameof(counts));
        }

        Counts = [.. counts];
    }

    /// <summary>Logits per bin.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Lower edge of a bin.</summary>
    /// <param name="bin">Index of the bin.</param>
    /// <returns>The edge.</returns>
    public static double LowerEdge(int bin) => Minimum + (bin * BinWidth);

    internal static LogitHistogram Of(FloatArena logits, IReadOnlyList<int> slots)
    {
        var counts = new long[BinCount];
        foreach (var slot in slots)
        {
            foreach (var logit in logits.Span(slot))
            {
                counts[(int)Math.Clamp(Math.Floor((logit - Minimum) / BinWidth), 0, BinCount - 1)]++;
            }
        }

        return new LogitHistogram(counts);
    }
}
