using System.Text;

namespace MlNetMasks.Analysis;

/// <summary>Writes the results of runs as a page of Markdown, for a repository or a wiki: commands, gates, tables, times and machine.</summary>
public static class RunMarkdown
{
    private const string Unfinished = ".unfinished";

    /// <summary>Facts of the runtime that say what the times were measured on.</summary>
    private static readonly string[] MachineFacts = ["processor", "processors", "SIMD width", "thread choice", "system"];

    /// <summary>Writes the page; the file is replaced as a whole or left as it is.</summary>
    /// <param name="results">The results.</param>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <returns>The path.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static string Write(RunResults results, string path)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string unfinished = path + Unfinished;
        try
        {
            File.WriteAllText(unfinished, Build(results), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return path;
    }

    /// <summary>Builds the page; the same results give the same text.</summary>
    /// <param name="results">The results.</param>
    /// <returns>Markdown with <c>\n</c> line ends.</returns>
    public static string Build(RunResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        MarkdownWriter page = new();
        page.Heading(1, "Results").Paragraph("Written from stored runs by the command mlnetmasks report DIR --markdown FILE. Run it again instead of changing this page.");
        foreach (IGrouping<string, VariantResults> experiment in results.Variants.GroupBy(variant => variant.Experiment))
        {
            VariantResults[] variants = [.. experiment];
            page.Heading(2, experiment.Key).Table(VariantTable.Of(variants));
            foreach (VariantResults variant in variants)
            {
                Variant(page, variant, variants.Length > 1);
            }
        }

        Machine(page, results);
        return page.ToString();
    }

    private static void Variant(MarkdownWriter page, VariantResults variant, bool isOneOfMany)
    {
        if (isOneOfMany)
        {
            page.Heading(3, $"Variant {variant.Variant}");
        }

        if (RunCommand.Of(variant) is { } command)
        {
            page.Command(command);
        }

        RunGate[] gates = [.. variant.Runs.SelectMany(run => run.Info.Gates)];
        string passed = gates.Length == 0 ? "no quality gates" : $"{gates.Count(gate => gate.Passed)} of {ReportText.Plural(gates.Length, "gate")} passed";
        page.Paragraph($"Runs: {ReportText.Seeds(variant.Runs.Select(run => run.Info.Seed))}; {ReportText.Seconds(variant.Runs.Sum(run => run.Info.ElapsedSeconds))} in all; {passed}.");
        Verdict verdict = Verdict.Of(variant);
        if (verdict.Summary.Length > 0)
        {
            page.Bold(verdict.Summary).Paragraph(verdict.Rule);
        }

        page.Table(ReportTables.Gates(variant, onlyFailed: true)).Table(ReportTables.Warnings(variant));
        string[] notes = [.. variant.Runs.SelectMany(run => run.Info.Notes).Distinct()];
        if (notes.Length > 0)
        {
            page.Items(notes);
        }

        page.Table(ReportTables.Accuracy(variant)).Table(ReportTables.Masks(variant)).Table(ReportTables.Overlaps(variant))
            .Table(ReportTables.Stability(variant)).Table(ReportTables.Timings(variant));
    }

    private static void Machine(MarkdownWriter page, RunResults results)
    {
        string Values(Func<RunInfo, IReadOnlyDictionary<string, string>> select, string key) =>
            string.Join("; ", results.Runs.Select(run => select(run.Info).GetValueOrDefault(key, "")).Where(value => value.Length > 0).Distinct());
        List<IReadOnlyList<string>> rows = [.. MachineFacts.Select(fact => (IReadOnlyList<string>)[fact, Values(info => info.Runtime, fact)]).Where(row => row[1].Length > 0)];
        rows.AddRange(results.Runs.SelectMany(run => run.Info.Versions.Keys).Distinct().Select(part => (IReadOnlyList<string>)[part, Values(info => info.Versions, part)]));
        if (rows.Count > 0)
        {
            page.Heading(2, "Machine and versions").Table(new ReportTable("What the times were measured on.", ["fact", "value"], rows, HasNumbers: false));
        }
    }
}
