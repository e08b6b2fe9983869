using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Makes frames of records, one row per group with mean, standard deviation and number of seeds.</summary>
internal static class SeedFrames
{
    /// <summary>Groups the records of each variant.</summary>
    /// <param name="results">The results.</param>
    /// <param name="isWanted">Which records count.</param>
    /// <param name="keys">The text columns behind experiment, variant and network.</param>
    /// <param name="number">A number column behind them; null for none.</param>
    /// <param name="isOrderedByMean">Whether the rows of a mask, the first key, stand in order of their mean, the largest first.</param>
    public static DataFrame Of(
        RunResults results, Func<ResultRecord, bool> isWanted, (string Name, Func<ResultRecord, string> Get)[] keys,
        (string Name, Func<ResultRecord, int> Get)? number = null, bool isOrderedByMean = false)
    {
        ArgumentNullException.ThrowIfNull(results);
        List<(string[] Texts, int Number, SeedMean Value)> rows = [];
        foreach (VariantResults variant in results.Variants)
        {
            var groups = variant.Records.Where(isWanted)
                .GroupBy(record => (Key: string.Join('\0', keys.Select(key => key.Get(record))), Number: number?.Get(record) ?? 0))
                .Select(group => (Texts: (string[])[variant.Experiment, variant.Variant, variant.Network, .. keys.Select(key => key.Get(group.First()))], group.Key.Number, Value: SeedMean.Of(group.Select(record => record.Value))))
                .ToArray();
            rows.AddRange(isOrderedByMean
                ? groups.GroupBy(row => row.Texts[3]).SelectMany(mask => mask.OrderByDescending(row => row.Value.Mean))
                : groups);
        }

        string[] names = ["Experiment", "Variant", "Network", .. keys.Select(key => key.Name)];
        return new DataFrame(
        [
            .. names.Select((name, i) => new StringDataFrameColumn(name, rows.Select(row => row.Texts[i]))),
            .. number is { } column ? [new Int32DataFrameColumn(column.Name, rows.Select(row => row.Number))] : Array.Empty<DataFrameColumn>(),
            new DoubleDataFrameColumn("Mean", rows.Select(row => row.Value.Mean)),
            new DoubleDataFrameColumn("Std", rows.Select(row => row.Value.Std)),
            new Int32DataFrameColumn("Seeds", rows.Select(row => row.Value.Count)),
        ]);
    }

    /// <summary>The condition of a record as text.</summary>
    public static string Condition(ResultRecord record) => ConditionNames.ToText(record.Condition);
}
