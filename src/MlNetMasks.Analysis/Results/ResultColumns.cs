using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The columns of a result file and of the <c>DataFrame</c> made from it, in order.</summary>
public static class ResultColumns
{
    /// <summary>Name of the column that holds <see cref="ResultRecord.Seed"/>.</summary>
    public const string Seed = nameof(ResultRecord.Seed);

    /// <summary>Name of the column that holds <see cref="ResultRecord.Condition"/> as text.</summary>
    public const string Condition = nameof(ResultRecord.Condition);

    /// <summary>Name of the column that holds <see cref="ResultRecord.Step"/>.</summary>
    public const string Step = nameof(ResultRecord.Step);

    /// <summary>Name of the column that holds <see cref="ResultRecord.Value"/>.</summary>
    public const string Value = nameof(ResultRecord.Value);

    /// <summary>All thirteen column names, in file order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        nameof(ResultRecord.Experiment), nameof(ResultRecord.Variant), Seed, nameof(ResultRecord.Stage), nameof(ResultRecord.Mask),
        nameof(ResultRecord.Against), Condition, nameof(ResultRecord.DataSet), nameof(ResultRecord.Layer), nameof(ResultRecord.Unit),
        Step, nameof(ResultRecord.Metric), Value,
    ];

    /// <summary>The text columns in file order, with their accessors; <c>Condition</c> is one of them.</summary>
    internal static IReadOnlyList<(string Name, Func<ResultRecord, string> Get)> Text { get; } =
    [
        (nameof(ResultRecord.Experiment), record => record.Experiment),
        (nameof(ResultRecord.Variant), record => record.Variant),
        (nameof(ResultRecord.Stage), record => record.Stage),
        (nameof(ResultRecord.Mask), record => record.Mask),
        (nameof(ResultRecord.Against), record => record.Against),
        (Condition, record => ConditionNames.ToText(record.Condition)),
        (nameof(ResultRecord.DataSet), record => record.DataSet),
        (nameof(ResultRecord.Layer), record => record.Layer),
        (nameof(ResultRecord.Unit), record => record.Unit),
        (nameof(ResultRecord.Metric), record => record.Metric),
    ];
}
