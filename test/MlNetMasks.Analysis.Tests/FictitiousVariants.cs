using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

/// <summary>Invented results of whole experiments: every condition, several sizes, several betas. No number here was ever measured.</summary>
internal static class FictitiousVariants
{
    public const string Expression = "add AND NOT mul";

    private static readonly string[] Functions = ["add", "mul"];

    /// <summary>A run with every condition, replicates, health of the logits and an expression.</summary>
    public static StoredRun WithControls(int seed) => WithControls(FictitiousRuns.Run(seed));

    public static StoredRun WithControls(StoredRun run)
    {
        int seed = run.Info.Seed;
        double noise = 0.01 * ((seed % 3) - 1);
        ResultRecord Record(string stage, string metric, double value, string mask, Condition condition = Condition.None, string set = "", string layer = "", string unit = "") =>
            new(run.Info.Experiment, run.Info.Variant, seed, stage, mask, "", condition, set, layer, unit, null, metric, value);
        List<ResultRecord> records = [.. run.Records];
        foreach (string set in Functions)
        {
            foreach (string mask in Functions)
            {
                records.Add(Record("evaluate", Metrics.Accuracy, (mask == set ? 0.12 : 0.55) + noise, mask, Condition.InverseIoControl, set));
                records.Add(Record("evaluate", Metrics.Accuracy, (mask == set ? 0.31 : 0.74) + noise, mask, Condition.InverseIoOnes, set));
                records.Add(Record("evaluate", Metrics.Accuracy, 0.05 + noise, mask, Condition.Random, set));
                records.Add(Record("evaluate", Metrics.Accuracy + Metrics.LowSuffix, 0.01, mask, Condition.Random, set));
                records.Add(Record("evaluate", Metrics.Accuracy + Metrics.HighSuffix, 0.14, mask, Condition.Random, set));
                records.Add(Record("evaluate", Metrics.Accuracy, (mask == set ? 0.44 : 0.08) + noise, mask, Condition.Reinitialised, set));
            }

            records.Add(Record("evaluate", Metrics.Accuracy, (set == "add" ? 0.97 : 0.41) + noise, "control", Condition.HalfEarly, set));
            records.Add(Record("evaluate", Metrics.Accuracy, (set == "add" ? 0.62 : 0.93) + noise, "control", Condition.HalfLate, set));
            records.Add(Record("evaluate", Metrics.Accuracy, 0.25 + noise, Expression, Condition.Mask, set));
        }

        records.AddRange([Record("analyze", Metrics.Kept, 41_234, Expression), Record("analyze", Metrics.Maskable, 1_969_600, Expression), Record("analyze", Metrics.Density, 0.0209, Expression)]);
        string[] layers = [.. run.Records.Where(record => record.Metric == Metrics.Density && record.Layer.Length > 0).Select(record => record.Layer).Distinct(), ""];
        foreach (string function in Functions)
        {
            for (int layer = 0; layer < layers.Length; layer++)
            {
                records.Add(Record("analyze", Metrics.Stability, 0.62 - (0.07 * layer) + noise, function, layer: layers[layer]));
                records.Add(Record("analyze", Metrics.ChancePrefix + Metrics.Stability, 0.09, function, layer: layers[layer]));
                records.Add(Record(function, Metrics.UndecidedShare, 0.1, function, layer: layers[layer]));
                records.Add(Record(function, Metrics.UnmovedShare, 0, function, layer: layers[layer]));
            }

            foreach ((string unit, double share) in new[] { ("0", 0.78), ("1", 0.07), ("2", 0.05), ("3", 0.10) })
            {
                records.Add(Record("analyze", Metrics.Selection, share + (0.1 * noise), function, unit: unit));
            }
        }

        return run with { Records = records };
    }

    /// <summary>Three sizes: the larger the network, the less is shared.</summary>
    public static RunResults Sizes(int seeds = 3) => RunResults.FromRuns(new[] { ("400,400,200", 260_800.0), ("800x4", 1_969_600), ("2000x4", 12_124_000) }
        .SelectMany((size, index) => Enumerable.Range(1, seeds).Select(seed => Totals(FictitiousRuns.Run(seed, size.Item1), size.Item2, 0.55 - (0.14 * index), 0.24 - (0.06 * index)))));

    /// <summary>One size at several weights of the regulariser.</summary>
    public static RunResults Betas(int seeds = 2, double maskable = 1_969_600) => RunResults.FromRuns(new[] { 1e-5, 3.2e-5, 1e-4, 3.2e-4, 1e-3 }.SelectMany((beta, index) =>
        Enumerable.Range(1, seeds).Select(seed => WithBeta(Totals(FictitiousRuns.Run(seed, beta.ToString("0.#e-0", CultureInfo.InvariantCulture)), maskable, 0.8 - (0.15 * index), 0.5 - (0.1 * index)), beta, index))));

    private static StoredRun Totals(StoredRun run, double maskable, double shared, double chance) => run with
    {
        Records = [.. run.Records.Select(record => record.Layer.Length > 0 || record.Mask == "control" ? record : record.Metric switch
        {
            Metrics.Maskable => record with { Value = maskable },
            Metrics.Kept => record with { Value = Math.Round(0.3 * Math.Pow(maskable, 0.9) * (record.Mask == "add" ? 0.6 : 1) * (1 + (0.05 * run.Info.Seed))) },
            Metrics.Shared => record with { Value = shared + (0.03 * run.Info.Seed) + (record.Mask == "add" ? 0.12 : 0) },
            Metrics.ChancePrefix + Metrics.Shared => record with { Value = chance + (0.004 * run.Info.Seed) + (record.Mask == "add" ? 0.06 : 0) },
            _ => record,
        }).Select(record => record.Mask == "control" && record.Layer.Length == 0 && record.Metric == Metrics.Maskable ? record with { Value = maskable } : record)],
    };

    private static StoredRun WithBeta(StoredRun run, double beta, int index) => run with
    {
        Records =
        [
            .. run.Records.Select(record => record is { Metric: Metrics.Accuracy, Condition: Condition.Mask, Mask: not "control" }
                ? record with { Value = Math.Clamp((record.Mask == record.DataSet ? 1.0 - (0.02 * index * index) : 0.7 * Math.Exp(-index)) + (0.01 * run.Info.Seed), 0, 1) } : record),
            .. Functions.Prepend("control").Select(mask => new ResultRecord(run.Info.Experiment, run.Info.Variant, run.Info.Seed, mask, mask, "", Condition.None, "", "", "", null, Metrics.Beta, beta)),
        ],
    };
}
