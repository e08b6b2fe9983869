using System.Globalization;

namespace MlNetMasks.Analysis;

/// <summary>Numbers and lists as a report writes them.</summary>
internal static class ReportText
{
    public const string Missing = "–";

    public static string Percent(double share) => double.IsNaN(share) ? Missing : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    public static string Percent(SeedMean share) => !share.HasValue
        ? Missing
        : double.IsNaN(share.Std) ? Percent(share.Mean) : string.Create(CultureInfo.InvariantCulture, $"{100 * share.Mean:0.0}% ± {100 * share.Std:0.0}");

    public static string Share(SeedMean share) => !share.HasValue
        ? Missing
        : double.IsNaN(share.Std) ? Share(share.Mean) : string.Create(CultureInfo.InvariantCulture, $"{share.Mean:0.000} ± {share.Std:0.000}");

    public static string Share(double share) => double.IsNaN(share) ? Missing : share.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Count(SeedMean count) => !count.HasValue
        ? Missing
        : double.IsNaN(count.Std) ? Count(count.Mean) : $"{Count(count.Mean)} ± {Count(count.Std)}";

    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Number(double value) => double.IsNaN(value) ? Missing : value.ToString("#,0.####", CultureInfo.InvariantCulture);

    public static string Signed(SeedMean value) => value.HasValue ? value.Mean.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : Missing;

    public static string Chance(ChanceLevel? chance) => chance is not { } level
        ? Missing
        : double.IsNaN(level.Low) ? Share(level.Expected) : $"{Share(level.Expected)} ({Share(level.Low)} to {Share(level.High)})";

    public static string Seconds(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Max(0, double.IsFinite(seconds) ? seconds : 0));
        return time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
            : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}",
    };

    /// <summary>"seed 4", "seeds 1 to 3", "seeds 1, 2, 5".</summary>
    public static string Seeds(IEnumerable<int> seeds)
    {
        int[] ordered = [.. seeds.Distinct().Order()];
        if (ordered.Length == 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"seed {ordered[0]}");
        }

        return ordered.Length > 2 && (long)ordered[^1] - ordered[0] == ordered.Length - 1
            ? string.Create(CultureInfo.InvariantCulture, $"seeds {ordered[0]} to {ordered[^1]}")
            : $"seeds {string.Join(", ", ordered.Select(seed => seed.ToString(CultureInfo.InvariantCulture)))}";
    }

    public static string Plural(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
