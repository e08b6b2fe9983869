namespace MlNetMasks.Cli.Tests;

/// <summary>A pipeline file whose run takes a second.</summary>
internal static class TinyPipeline
{
    public const string Text = """
        experiment: tiny
        description: One-digit numbers on a network of eight units.
        data: { source: addmul, digits: 1, train_rows: 500, validation_rows: 200 }
        network: { kind: feed-forward, hidden: [8] }
        pretrain: { steps: 20, batch_size: 16 }
        masks:
          defaults: { steps: 10, batch_size: 16, learning_rate: 5e-2 }
          functions:
            - { name: control, role: control }
            - { name: add, rows: { column: Operation, equals: add } }
            - { name: mul, rows: { column: Operation, equals: mul } }
        evaluate:
          sets:
            - { name: add, rows: { column: Operation, equals: add } }
            - { name: mul, rows: { column: Operation, equals: mul } }
        gates:
          - { name: anything goes, metric: accuracy, condition: unmasked, set: add, at_least: 0 }
        scales:
          quick:
          paper: { pretrain: { steps: 30 } }
        variants:
          small:
          "[8x2]": { network: { hidden: [8, 8] } }

        """;

    public const string Csv = """
        experiment: tiny-csv
        data: { source: csv, path: table.csv, label: kind, features: [x, y] }
        network: { kind: feed-forward, hidden: [4] }
        pretrain: { steps: 5, batch_size: 8 }
        masks:
          defaults: { steps: 5, batch_size: 8 }
          functions:
            - { name: control, role: control }
            - { name: no-a, rows: { column: kind, not_equals: a } }
        evaluate:
          sets: [{ name: all }, { name: a, rows: { column: kind, equals: a } }]

        """;

    /// <summary>A table that <see cref="Csv"/> fits: 40 rows, two number columns and one class column.</summary>
    public static string Table => "x,y,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i % 7}.5,{i % 11},{(i % 7 > 3 ? "a" : "b")}\n")));

    public static string In(TemporaryFolder folder) => folder.File("tiny.yaml", Text);

    public static string CsvIn(TemporaryFolder folder, string? table = null)
    {
        folder.File("table.csv", table ?? Table);
        return folder.File("tiny-csv.yaml", Csv);
    }

    /// <summary>Where a run of the first variant lands.</summary>
    public static string Run(TemporaryFolder folder, int seed = 1) => folder["runs", "tiny", "small", FormattableString.Invariant($"seed-{seed}")];
}
