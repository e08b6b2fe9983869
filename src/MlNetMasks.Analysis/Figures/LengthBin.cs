using System.Globalization;

namespace MlNetMasks.Analysis;

/// <summary>Neighbouring input lengths that are shown as one point.</summary>
internal sealed record LengthBin(int From, int To, IReadOnlyList<string> Units)
{
    /// <summary>Position on the axis.</summary>
    public double Middle => (From + To) / 2.0;

    /// <summary>"7", "11–20".</summary>
    public string Label => From == To ? Text(From) : $"{Text(From)}–{Text(To)}";

    /// <summary>A bin per length, or bins of equal width where there are more lengths than bins.</summary>
    public static IReadOnlyList<LengthBin> Of(IReadOnlyList<int> lengths, int most)
    {
        if (lengths.Count <= most)
        {
            return [.. lengths.Select(length => new LengthBin(length, length, [Text(length)]))];
        }

        int width = ((lengths[^1] - lengths[0]) / most) + 1;
        return [.. lengths.GroupBy(length => (length - lengths[0]) / width).OrderBy(bin => bin.Key).Select(bin =>
            new LengthBin(lengths[0] + (bin.Key * width), lengths[0] + (bin.Key * width) + width - 1, [.. bin.Select(Text)]))];
    }

    private static string Text(int length) => length.ToString(CultureInfo.InvariantCulture);
}
