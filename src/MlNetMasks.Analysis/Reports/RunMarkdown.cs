using System.Text;

namespace MlNetMasks.Analysis;

/// <summary>Writes the results of runs as a page of Markdown, for a repository or a wiki: commands, gates, tables, times and machine.</summary>
public static class RunMarkdown
{
    private const string Unfinished = ".unfinished";

    private const int AnswersPerSet = 1;

    /// <summary>Facts of the runtime that say what the times were measured on.</summary>
    private static readonly string[] MachineFacts = ["processor", "processors", "SIMD width", "thread choice", "system"];

    /// <summary>Writes the page; the file is replaced as a whole or left as it is.</summary>
    /// <param name="results">The results; several where one experiment was run at several scales, which no mean may mix.</param>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <returns>The path.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static string Write(IReadOnlyList<RunResults> results, string path)
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

    /// <summary>Builds the page, experiments in alphabetical order; the same results give the same text.</summary>
    /// <param name="results">The results; an experiment that several of them hold gets a section for each, with the scale in its heading.</param>
    /// <returns>Markdown with <c>\n</c> line ends.</returns>
    /// <exception cref="ArgumentException">There is no result.</exception>
    /// <exception cref="ResultFormatException">Two hold one experiment at the same scale.</exception>
    public static string Build(IReadOnlyList<RunResults> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        MarkdownWriter page = new();
        page.Heading(1, "Results").Paragraph("Written from stored runs by the command mlnetmasks report DIR --markdown FILE. Run it again instead of changing this page.");
        IReadOnlyList<GeneralizationSplit> splits = GeneralizationSplits.Of(results).Rows;
        if (splits.Count > 0)
        {
            page.Heading(2, "Generalization splits").Table(SequenceTables.Splits(splits));
        }

        foreach ((string heading, VariantResults[] variants) in Sections(results))
        {
            page.Heading(2, heading).Table(VariantTable.Of(variants));
            foreach (VariantResults variant in variants)
            {
                Variant(page, variant, variants.Length > 1);
            }
        }

        Machine(page, [.. results.SelectMany(result => result.Runs)]);
        return page.ToString();
    }

    private static IEnumerable<(string Heading, VariantResults[] Variants)> Sections(IReadOnlyList<RunResults> results)
    {
        if (results.Count == 0)
        {
            throw new ArgumentException("There are no results. Give at least one.", nameof(results));
        }

        foreach (IGrouping<string, VariantResults[]> experiment in results
            .SelectMany(result => result.Variants.GroupBy(variant => variant.Experiment).Select(group => group.ToArray()))
            .GroupBy(variants => variants[0].Experiment).OrderBy(experiment => experiment.Key, StringComparer.Ordinal))
        {
            HashSet<string> scales = [];
            foreach (VariantResults[] variants in experiment)
            {
                string scale = ReportText.List([.. variants.SelectMany(variant => variant.Runs).Select(run => run.Info.Scale).Distinct()]);
                if (!scales.Add(scale))
                {
                    throw new ResultFormatException($"Experiment '{experiment.Key}' is there twice at scale '{scale}'. Give the folder that holds all its runs of this scale, once.");
                }

                yield return (experiment.Count() > 1 ? $"{experiment.Key}, scale {scale}" : experiment.Key, variants);
            }
        }
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

        page.Table(ReportTables.Accuracy(variant)).Table(TransferTables.Retained(variant)).Table(TransferTables.Reused(variant));
        foreach (ReportTable table in SequenceTables.ByLength(variant).Concat(SequenceTables.ByToken(variant)))
        {
            page.Table(table);
        }

        page.Table(ClassTables.Drops(variant)).Table(ClassTables.GradientCosine(variant));
        page.Table(SequenceTables.RemovedPerToken(variant)).Table(SequenceTables.ChangedAnswers(variant, AnswersPerSet)).Table(ReportTables.Masks(variant)).Table(ReportTables.Overlaps(variant))
            .Table(ReportTables.Stability(variant)).Table(ReportTables.Timings(variant));
    }

    private static void Machine(MarkdownWriter page, IReadOnlyList<StoredRun> runs)
    {
        string Values(Func<RunInfo, IReadOnlyDictionary<string, string>> select, string key) =>
            string.Join("; ", runs.Select(run => select(run.Info).GetValueOrDefault(key, "")).Where(value => value.Length > 0).Distinct());
        List<IReadOnlyList<string>> rows = [.. MachineFacts.Select(fact => (IReadOnlyList<string>)[fact, Values(info => info.Runtime, fact)]).Where(row => row[1].Length > 0)];
        rows.AddRange(runs.SelectMany(run => run.Info.Versions.Keys).Distinct().Select(part => (IReadOnlyList<string>)[part, Values(info => info.Versions, part)]));
        if (rows.Count > 0)
        {
            page.Heading(2, "Machine and versions").Table(new ReportTable("What the times were measured on.", ["fact", "value"], rows, HasNumbers: false));
        }
    }
}
