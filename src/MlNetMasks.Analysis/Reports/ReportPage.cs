namespace MlNetMasks.Analysis;

/// <summary>Puts the report's sections together.</summary>
internal sealed class ReportPage(
    RunResults results, IReadOnlyList<(VariantResults Variant, string Id, IReadOnlyList<(Figure Figure, string File)> Figures)> sections,
    IReadOnlyList<(string Experiment, IReadOnlyList<(Figure Figure, string File)> Figures)> comparisons, IReadOnlyList<(Figure Figure, string File)> splitFigures)
{
    private const int AnswersPerSet = 3;

    private readonly HtmlWriter _html = new();
    private readonly GeneralizationSplits _splits = GeneralizationSplits.Of(results);

    public string Build()
    {
        string title = $"{string.Join(", ", results.Runs.Select(run => run.Info.Experiment).Distinct())}: mask report";
        _html.Markup("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Markup("<meta charset=\"utf-8\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            // The browser itself enforces that the report needs nothing but itself.
            .Markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:\">\n")
            .Element("title", title).Open("style").Markup(ReportStyle.Css).Close("style").Close("head").Open("body").Open("main");
        Headline();
        foreach ((VariantResults variant, string id, IReadOnlyList<(Figure, string)> figures) in sections)
        {
            Section(variant, id, figures);
        }

        Skipped();
        return _html.Close("main").Close("body").Close("html").ToString();
    }

    private void Headline()
    {
        string[] experiments = [.. results.Runs.Select(run => run.Info.Experiment).Distinct()];
        _html.Open("header").Element("p", "Functional modularity by weight masks", ("class", "kicker"))
            .Element("h1", ReportText.List(experiments))
            .Element("p", results.Variants.Count == 1
                ? $"Variant {results.Variants[0].Variant}, {ReportText.Seeds(results.Runs.Select(run => run.Info.Seed))}{Scale()}"
                : $"{ReportText.Plural(results.Variants.Count, "variant")}, {ReportText.Plural(results.Runs.Count, "run")}{Scale()}", ("class", "lead"));
        RunGate[] gates = [.. results.Runs.SelectMany(run => run.Info.Gates)];
        int failed = gates.Count(gate => !gate.Passed);
        _html.Open("ul", ("class", "chips"));
        string gateText = gates.Length == 0 ? "no quality gates" : failed == 0 ? $"{ReportText.Plural(gates.Length, "gate")} passed" : $"{failed} of {ReportText.Plural(gates.Length, "gate")} failed";
        _html.Element("li", gateText, ("class", gates.Length == 0 ? "chip" : failed == 0 ? "chip good" : "chip bad"))
            .Element("li", ReportText.Plural(results.Runs.Count, "run"), ("class", "chip"))
            .Element("li", $"{ReportText.Seconds(results.Runs.Sum(run => run.Info.ElapsedSeconds))} of computing", ("class", "chip")).Close("ul").Close("header");
        if (results.Variants.Count > 1)
        {
            Overview();
        }
    }

    private string Scale()
    {
        string[] scales = [.. results.Runs.Select(run => run.Info.Scale).Where(scale => scale.Length > 0).Distinct()];
        return scales.Length == 0 ? "" : $", {ReportText.List(scales)} scale";
    }

    private void Overview()
    {
        _html.Element("h2", "All variants").Table(
            "The answer of each variant. Accuracy without a mask, of a function with its own mask, and of a function with the mask of another one; means over functions and seeds.",
            ["variant", "answer", "seeds", "gates failed", "unmasked", "own mask", "other mask"],
            [.. results.Variants.Select(variant =>
            {
                FunctionAccuracies accuracies = new(variant);
                (SeedMean own, SeedMean other) = accuracies.Means(Masks.Condition.Mask);
                RunGate[] gates = [.. variant.Runs.SelectMany(run => run.Info.Gates)];
                string answer = Verdict.Of(variant).Summary;
                return (IReadOnlyList<string>)
                [
                    Name(variant), answer.Length == 0 ? ReportText.Missing : answer, ReportText.Count(variant.Runs.Count), gates.Length == 0 ? ReportText.Missing : ReportText.Count(gates.Count(gate => !gate.Passed)),
                    ReportText.Percent(accuracies.MeanUnmasked().Mean), ReportText.Percent(own.Mean), ReportText.Percent(other.Mean),
                ];
            })]);
        foreach ((string experiment, IReadOnlyList<(Figure, string)> figures) in comparisons)
        {
            _html.Element("h3", comparisons.Count == 1 ? "The variants side by side" : $"{experiment}: the variants side by side")
                .Table(VariantTable.Of([.. results.Variants.Where(variant => variant.Experiment == experiment)]));
            foreach ((Figure figure, string file) in figures)
            {
                Draw(figure, file);
            }
        }

        if (_splits.Rows.Count > 0)
        {
            _html.Element("h3", "Generalization splits").Table(SequenceTables.Splits(_splits.Rows));
            foreach ((Figure figure, string file) in splitFigures)
            {
                Draw(figure, file);
            }
        }

        _html.Open("nav", ("aria-label", "Variants")).Open("ul");
        foreach ((VariantResults variant, string id, _) in sections)
        {
            _html.Open("li").Element("a", Name(variant), ("href", "#" + id)).Close("li");
        }

        _html.Close("ul").Close("nav");
    }

    private string Name(VariantResults variant) =>
        results.Variants.All(other => other.Experiment == variant.Experiment) ? variant.Variant : $"{variant.Experiment}, {variant.Variant}";

    private void Section(VariantResults variant, string id, IReadOnlyList<(Figure Figure, string File)> figures)
    {
        _html.Open("section", ("id", id), ("aria-labelledby", id + "-heading"))
            .Element("h2", results.Variants.Count == 1 ? "The answer" : $"{Name(variant)}: the answer", ("id", id + "-heading"));
        Answer(variant);
        Notes(variant);
        Table("Warnings", ReportTables.Warnings(variant));
        Table("Quality gates", ReportTables.Gates(variant, onlyFailed: false));
        _html.Element("h3", "Accuracy").Table(ReportTables.Accuracy(variant));
        Figures(figures, "accuracy", "controls", "half-masks", "confusion");
        Part("Accuracy on earlier functions", figures, "retained", TransferTables.Retained(variant));
        Part("Weights used again", figures, "reused", TransferTables.Reused(variant));
        Sequences(variant, figures);
        Part("Classes left out", figures, "classes", ClassTables.Drops(variant));
        Part("Gradients", figures, "gradient-cosine", ClassTables.GradientCosine(variant));
        Table("Masks", ReportTables.Masks(variant));
        _html.Table(ReportTables.KeptPerLayer(variant));
        Figures(figures, "kept", "logit");
        Table("Overlap of the masks", ReportTables.Overlaps(variant));
        Figures(figures, "overlap");
        Table("Stability of the masks", ReportTables.Stability(variant));
        Figures(figures, "stability", "selection");
        if (figures.Any(figure => figure.Figure.Name.EndsWith("-curves", StringComparison.Ordinal)))
        {
            _html.Element("h3", "Training");
            Figures(figures, "loss-curves", "accuracy-curves");
        }

        ReportFacts.Write(_html, variant);
        _html.Close("section");
    }

    /// <summary>What is measured on sequences only.</summary>
    private void Sequences(VariantResults variant, IReadOnlyList<(Figure Figure, string File)> figures)
    {
        Part("Generalization splits", figures, "splits", SequenceTables.SplitsOfVariant(_splits.RowsOf(variant)));
        Part("Accuracy by input length", figures, "by-length", [.. SequenceTables.ByLength(variant)]);
        Part("Accuracy by output token", figures, "by-token", [.. SequenceTables.ByToken(variant)]);
        Part("Removed weights per output token", figures, "removed-per-token", SequenceTables.RemovedPerToken(variant));
        Part("Changed answers", figures, "changed-answers", SequenceTables.ChangedAnswers(variant, AnswersPerSet));
    }

    private void Part(string heading, IReadOnlyList<(Figure Figure, string File)> figures, string name, params IReadOnlyList<ReportTable?> tables)
    {
        if (tables.Any(table => table is not null) || figures.Any(figure => figure.Figure.Name == name))
        {
            _html.Element("h3", heading);
            Figures(figures, name);
            foreach (ReportTable? table in tables)
            {
                _html.Table(table);
            }
        }
    }

    private void Answer(VariantResults variant)
    {
        Verdict verdict = Verdict.Of(variant);
        _html.Open("div", ("class", "answer"));
        if (verdict.Summary.Length > 0)
        {
            _html.Element("p", verdict.Summary, ("class", verdict.Outcome == Outcome.Holds ? "verdict good" : "verdict bad"));
        }

        foreach (string sentence in verdict.Sentences.Concat(new ClassTable(variant).Sentences()).Concat(variant.Question == RunQuestion.Transfer ? [] : SharingAnswer.Sentences(variant)))
        {
            _html.Element("p", sentence);
        }

        if (verdict.Summary.Length > 0)
        {
            _html.Element("p", verdict.Rule, ("class", "small"));
        }

        _html.Close("div");
    }

    private void Notes(VariantResults variant)
    {
        foreach (string note in variant.Runs.SelectMany(run => run.Info.Notes).Distinct())
        {
            _html.Element("p", note, ("class", "note"));
        }
    }

    private void Figures(IReadOnlyList<(Figure Figure, string File)> figures, params ReadOnlySpan<string> names)
    {
        foreach ((Figure figure, string file) in figures)
        {
            foreach (string name in names)
            {
                bool curves = figure.Name.EndsWith("-curves", StringComparison.Ordinal);
                if (curves ? figure.Name == name : figure.Name == name || figure.Name.StartsWith(name + "-", StringComparison.Ordinal))
                {
                    Draw(figure, file);
                }
            }
        }
    }

    private void Draw(Figure figure, string file) =>
        _html.Open("figure", ("id", "figure-" + file)).Markup(figure.ToSvg(file + "-")).Element("figcaption", figure.Caption).Close("figure");

    private void Table(string heading, ReportTable? table)
    {
        if (table is not null)
        {
            _html.Element("h3", heading).Table(table);
        }
    }

    private void Skipped()
    {
        if (results.Skipped.Count > 0)
        {
            _html.Element("h2", "Left out").Table("Folders that are not complete runs; their results are in no number above.", ["folder", "reason"],
                results.Skipped.Select(folder => (IReadOnlyList<string>)[folder.Directory, folder.Reason]), numbers: false);
        }
    }
}
