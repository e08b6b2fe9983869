using System.Globalization;

namespace MlNetMasks.Analysis;

/// <summary>How the runs were made: seeds, times, versions, data and configuration.</summary>
internal static class ReportFacts
{
    public static void Write(HtmlWriter html, VariantResults variant)
    {
        html.Element("h3", "Run facts");
        html.Table("Runs.", ["seed", "scale", "started (UTC)", "elapsed", "threads", "configuration hash"], variant.Runs.Select(run => (IReadOnlyList<string>)
        [
            run.Info.Seed.ToString(CultureInfo.InvariantCulture), run.Info.Scale.Length == 0 ? ReportText.Missing : run.Info.Scale,
            run.Info.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), ReportText.Seconds(run.Info.ElapsedSeconds),
            run.Info.Threads > 0 ? run.Info.Threads.ToString(CultureInfo.InvariantCulture) : ReportText.Missing, run.Info.ConfigurationHash,
        ]), numbers: false);
        html.Table(ReportTables.Timings(variant));
        Facts(html, "Versions.", variant, info => info.Versions);
        Facts(html, "Runtime.", variant, info => info.Runtime);
        Facts(html, "Fingerprints of the data.", variant, info => info.DataFingerprints);
        foreach (IGrouping<string, StoredRun> group in variant.Runs.Where(run => run.Info.Configuration.Length > 0).GroupBy(run => run.Info.Configuration))
        {
            html.Element("h3", variant.Runs.Count == 1 ? "Configuration" : $"Configuration, {ReportText.Seeds(group.Select(run => run.Info.Seed))}")
                .Open("pre").Element("code", group.Key).Close("pre");
        }
    }

    /// <summary>One row per key; runs that differ are listed with their seeds.</summary>
    private static void Facts(HtmlWriter html, string caption, VariantResults variant, Func<RunInfo, IReadOnlyDictionary<string, string>> select)
    {
        string[] keys = [.. variant.Runs.SelectMany(run => select(run.Info).Keys).Distinct()];
        if (keys.Length > 0)
        {
            html.Table(caption, ["fact", "value"], keys.Select(key => (IReadOnlyList<string>)[key, Value(variant, key, select)]), numbers: false);
        }
    }

    private static string Value(VariantResults variant, string key, Func<RunInfo, IReadOnlyDictionary<string, string>> select)
    {
        IGrouping<string, StoredRun>[] groups = [.. variant.Runs.GroupBy(run => select(run.Info).GetValueOrDefault(key, ReportText.Missing))];
        return groups.Length == 1 ? groups[0].Key : string.Join("; ", groups.Select(group => $"{group.Key} ({ReportText.Seeds(group.Select(run => run.Info.Seed))})"));
    }
}
