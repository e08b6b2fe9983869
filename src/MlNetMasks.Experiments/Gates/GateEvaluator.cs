using System.Globalization;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Gates;

/// <summary>Judges the results of a run by the gates of its pipeline file.</summary>
public static class GateEvaluator
{
    /// <summary>
    /// Judges each gate. A gate looks at records that are not points of a curve (they have no step); every matching record must be as it asks,
    /// an undefined value (NaN) never is, and a gate that matches no record fails.
    /// </summary>
    /// <param name="gates">The gates.</param>
    /// <param name="records">The records of one run.</param>
    /// <returns>One result per gate, in order.</returns>
    public static IReadOnlyList<GateResult> Evaluate(IReadOnlyList<GatePlan> gates, IReadOnlyList<ResultRecord> records)
    {
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(records);
        return [.. gates.Select(gate => Evaluate(gate, records))];
    }

    private static GateResult Evaluate(GatePlan gate, IReadOnlyList<ResultRecord> records)
    {
        ResultRecord[] matching = [.. records.Where(record => IsMatch(gate, record))];
        if (matching.Length == 0)
        {
            return new GateResult(gate, false, 0, double.NaN, $"failed: {gate}: no result matches; {Advice(gate, records)}");
        }

        ResultRecord worst = matching.MaxBy(record => Excess(gate, record.Value))!;
        int missed = matching.Count(record => Excess(gate, record.Value) > 0);
        string value = worst.Value.ToString("G6", CultureInfo.InvariantCulture);
        string counted = matching.Length > 1 ? $" ({missed} of {matching.Length} results fail)" : "";
        string where = matching.Length > 1 ? $" at {Name(worst)}" : "";
        return missed == 0
            ? new GateResult(gate, true, matching.Length, worst.Value, $"passed: {gate}: {value}{where}")
            : new GateResult(gate, false, matching.Length, worst.Value, $"failed: {gate}: {value}{where}{counted}");
    }

    private static bool IsMatch(GatePlan gate, ResultRecord record) =>
        record.Step is null
        && record.Metric == gate.Metric
        && (gate.Condition is not { } condition || record.Condition == condition)
        && IsAnyOr(gate.Mask, record.Mask)
        && IsAnyOr(gate.Set, record.DataSet)
        && IsAnyOr(gate.Stage, record.Stage)
        && IsTotalOr(gate.Layer, record.Layer)
        && IsTotalOr(gate.Against, record.Against)
        && IsTotalOr(gate.Unit, record.Unit);

    private static bool IsAnyOr(string? selector, string value) => selector is null || selector == value;

    private static bool IsTotalOr(string? selector, string value) => selector == GatePlan.Every ? value.Length > 0 : value == (selector ?? "");

    /// <summary>How far a value is from what is asked; negative inside, positive infinity for NaN.</summary>
    private static double Excess(GatePlan gate, double value)
    {
        double excess = Math.Max(
            Math.Max(gate.AtLeast - value ?? double.NegativeInfinity, value - gate.AtMost ?? double.NegativeInfinity),
            gate.EqualTo is { } wanted && value != wanted ? Math.Abs(value - wanted) - gate.Tolerance : double.NegativeInfinity);
        return double.IsNaN(value) ? double.PositiveInfinity : excess;
    }

    private static string Advice(GatePlan gate, IReadOnlyList<ResultRecord> records)
    {
        string[] metrics = [.. records.Where(record => record.Step is null).Select(record => record.Metric).Distinct()];
        if (!metrics.Contains(gate.Metric))
        {
            return $"the run recorded no '{gate.Metric}'{NearestName.Question(gate.Metric, metrics)}";
        }

        ResultRecord sample = records.First(record => record.Step is null && record.Metric == gate.Metric);
        return $"check its selectors: '{gate.Metric}' was recorded for example with {Name(sample)}.";
    }

    private static string Name(ResultRecord record)
    {
        (string Key, string Value)[] parts =
        [
            ("mask", record.Mask), ("condition", record.Condition == Condition.None ? "" : ConditionNames.ToText(record.Condition)), ("set", record.DataSet),
            ("stage", record.Stage), ("layer", record.Layer), ("against", record.Against), ("unit", record.Unit),
        ];
        return string.Join(", ", parts.Where(part => part.Value.Length > 0).Select(part => $"{part.Key}={part.Value}"));
    }
}
