namespace MlNetMasks.Analysis;

/// <summary>Writes the report of one run or of many as one self-contained HTML file.</summary>
public static class RunReport
{
    /// <summary>File name of the report.</summary>
    public const string FileName = "report.html";

    /// <summary>Name of the folder with the figures, beside the report.</summary>
    public const string FiguresFolder = "figures";

    /// <summary>Writes <c>report.html</c> and every figure as SVG and PNG into <c>figures/</c>; existing files of these names are replaced.</summary>
    /// <param name="results">The results.</param>
    /// <param name="directory">Folder for the report; it is made where it is missing.</param>
    /// <returns>Path of the report.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static string Write(RunResults results, string directory)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        string figures = Path.Combine(directory, FiguresFolder);
        Directory.CreateDirectory(figures);
        bool one = results.Variants.Count == 1;
        IReadOnlyList<string> ids = FileNames.Distinct(results.Variants.Select(variant =>
            results.Variants.All(other => other.Experiment == variant.Experiment) ? variant.Variant : $"{variant.Experiment}-{variant.Variant}"));
        IReadOnlyList<(Figure, string)> Save(IEnumerable<(Figure Figure, string File)> drawn)
        {
            (Figure Figure, string File)[] saved = [.. drawn];
            foreach ((Figure figure, string file) in saved)
            {
                figure.Save(figures, file);
            }

            return saved;
        }

        List<(VariantResults, string, IReadOnlyList<(Figure, string)>)> sections = [];
        for (int i = 0; i < results.Variants.Count; i++)
        {
            sections.Add((results.Variants[i], "variant-" + ids[i], Save(ResultFigures.All(results.Variants[i]).Select(figure => (figure, one ? figure.Name : $"{ids[i]}-{figure.Name}")))));
        }

        IGrouping<string, VariantResults>[] experiments = [.. results.Variants.GroupBy(variant => variant.Experiment).Where(group => group.Count() > 1)];
        IReadOnlyList<string> names = FileNames.Distinct(experiments.Select(group => "variants-" + group.Key));
        List<(string, IReadOnlyList<(Figure, string)>)> comparisons = [];
        for (int i = 0; i < experiments.Length; i++)
        {
            comparisons.Add((experiments[i].Key, Save(VariantFigures.All([.. experiments[i]]).Select(figure => (figure, experiments.Length == 1 ? figure.Name : $"{names[i]}-{figure.Name}")))));
        }

        GeneralizationSplits found = GeneralizationSplits.Of(results);
        // The splits of one variant stand in its own section.
        bool isCompared = found.Rows.Any(row => row.Baseline.HasValue || row.Experiment != found.Rows[0].Experiment || row.Variant != found.Rows[0].Variant);
        IReadOnlyList<(Figure, string)> splits = isCompared ? Save(SplitFigures.All(found).Select(figure => (figure, "all-" + figure.Name))) : [];
        string path = Path.Combine(directory, FileName);
        File.WriteAllText(path, new ReportPage(results, sections, comparisons, splits).Build());
        return path;
    }
}
