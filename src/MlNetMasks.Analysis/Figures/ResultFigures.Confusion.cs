using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    /// <summary>What an answer is taken for that equals the true result of no operation; answers to classes are always one of them.</summary>
    private const string NoOperation = "none";

    /// <summary>What the network's answers equal, per true operation or class, for each condition; one figure per evaluation set that holds several classes.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Heat maps with numbers; none without confusions.</returns>
    public static IReadOnlyList<Figure> Confusions(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ResultRecord[] records = [.. variant.Records.Where(record => record.Metric == Metrics.Confusion && record.Stage == Stages.Evaluate)];
        string[] mixed = [.. records.GroupBy(record => record.DataSet).Where(set => set.Select(record => record.Unit).Distinct().Skip(1).Any()).Select(set => set.Key)];
        // Sets of a single operation are rows of one matrix; a set of several classes is a matrix by itself.
        return mixed.Length == 0
            ? [.. new[] { Confusion(variant, records, "confusion", "") }.OfType<Figure>()]
            : [.. mixed.Select(set => Confusion(variant, [.. records.Where(record => record.DataSet == set)],
                mixed.Length == 1 ? "confusion" : "confusion-" + FileNames.Safe(set), mixed.Length == 1 ? "" : $", set {set}")).OfType<Figure>()];
    }

    private static Figure? Confusion(VariantResults variant, ResultRecord[] records, string name, string suffix)
    {
        if (records.Length == 0)
        {
            return null;
        }

        Dictionary<(string, Condition, string, string), SeedMean> values = SeedMean.By(records, record => (record.Mask, record.Condition, record.Unit, record.Against));
        string[] rows = [.. records.Select(record => record.Unit).Distinct()];
        string[] answers = [.. records.Select(record => record.Against).Distinct()];
        string[] columns = [.. rows.Where(answers.Contains), .. answers.Except(rows)];
        List<string> order = ["", .. variant.Masks];
        bool many = columns.Length > 6;
        MatrixPanel[] panels = [.. records
            .Select(record => (record.Mask, record.Condition))
            .Distinct()
            .Where(state => !many || state.Condition is Condition.Unmasked or Condition.Mask)
            .OrderBy(state => order.IndexOf(state.Mask))
            .ThenBy(state => state.Condition)
            .Select(state => new MatrixPanel(
                new AccuracyRow(state.Mask, state.Condition).Label, rows, columns,
                (row, column) => values.GetValueOrDefault((state.Mask, state.Condition, rows[row], columns[column]), SeedMean.Missing)))];
        if (panels.Length == 0)
        {
            return null;
        }

        (string title, string note, string across, string down) = answers.Contains(NoOperation)
            ? ("What the answers equal, per condition",
                "Rows: what was asked. Columns: whose true result the answer equals. A mask that keeps one function only answers with that function, whatever is asked, or with neither.",
                "answer equals", "asked")
            : ("True classes and answers, per condition",
                "Rows: the true class. Columns: the class that was answered; right answers stand on the diagonal. A mask that loses a class leaves its row to other columns.",
                "answer", "class");
        (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange(panels, Width, across, down);
        return new Figure(name, title + suffix, "Share of the examples of each row in percent. " + SeedsOfCells(variant), note, Width, height, [], draw);
    }

    private static string SeedsOfCells(VariantResults variant) =>
        variant.Runs.Count == 1 ? Seeds(variant) : $"Mean over {variant.Runs.Count} seeds.";
}
