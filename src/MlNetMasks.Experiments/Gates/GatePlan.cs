using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Gates;

/// <summary>A result that a run must reach: which records are judged, and what each of them must be.</summary>
public sealed record GatePlan
{
    /// <summary>The selector that matches every name.</summary>
    public const string Every = "*";

    /// <summary>What the gate stands for, in the words of the file; <see langword="null"/> when the file has none.</summary>
    public string? Name { get; init; }

    /// <summary>The metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Only records of this mask; <see langword="null"/> for any.</summary>
    public string? Mask { get; init; }

    /// <summary>Only records under this condition; <see langword="null"/> for any.</summary>
    public Condition? Condition { get; init; }

    /// <summary>Only records on this evaluation set; <see langword="null"/> for any.</summary>
    public string? Set { get; init; }

    /// <summary>Only records of this stage; <see langword="null"/> for any.</summary>
    public string? Stage { get; init; }

    /// <summary>Only records of this layer, <see cref="Every"/> for each layer; <see langword="null"/> for totals.</summary>
    public string? Layer { get; init; }

    /// <summary>Only records against this mask or class, <see cref="Every"/> for each; <see langword="null"/> for records against nothing.</summary>
    public string? Against { get; init; }

    /// <summary>Only records of this class, token or bin, <see cref="Every"/> for each; <see langword="null"/> for totals.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest value allowed; <see langword="null"/> for no bound.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Largest value allowed; <see langword="null"/> for no bound.</summary>
    public double? AtMost { get; init; }

    /// <summary>The value required, up to <see cref="Tolerance"/>; <see langword="null"/> for no such rule.</summary>
    public double? EqualTo { get; init; }

    /// <summary>Allowed distance from <see cref="EqualTo"/> (default 0).</summary>
    public double Tolerance { get; init; }

    /// <summary>Where it was written.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>What is judged, in words: <c>accuracy [mask=add, condition=mask, set=add]</c>.</summary>
    public string Subject
    {
        get
        {
            (string Key, string? Value)[] selectors =
            [
                ("mask", Mask), ("condition", Condition is { } condition ? ConditionNames.ToText(condition) : null), ("set", Set), ("stage", Stage),
                ("layer", Layer), ("against", Against), ("unit", Unit),
            ];
            string list = string.Join(", ", selectors.Where(selector => selector.Value is not null).Select(selector => $"{selector.Key}={selector.Value}"));
            return list.Length > 0 ? $"{Metric} [{list}]" : Metric;
        }
    }

    /// <summary>What is asked, in words: <c>&gt;= 0.95</c>.</summary>
    public string Expected => string.Join(" and ", new[]
    {
        AtLeast is { } low ? $">= {NumberSpec.Format(low)}" : null,
        AtMost is { } high ? $"<= {NumberSpec.Format(high)}" : null,
        EqualTo is { } value ? $"= {NumberSpec.Format(value)}{(Tolerance > 0 ? $" +- {NumberSpec.Format(Tolerance)}" : "")}" : null,
    }.OfType<string>());

    /// <summary>The gate in words.</summary>
    /// <returns>For example <c>accuracy [mask=add, condition=mask, set=add] &gt;= 0.95</c>.</returns>
    public override string ToString() => $"{(Name is null ? "" : Name + ": ")}{Subject} {Expected}";

    internal static GatePlan? From(Settings settings, PipelineErrors errors)
    {
        if (settings.TextOrNone("metric") is not { } metric)
        {
            return null;
        }

        var gate = new GatePlan
        {
            Name = settings.TextOrNone("name"),
            Metric = metric,
            Mask = settings.TextOrNone("mask"),
            Condition = settings.TextOrNone("condition") is { } condition ? ConditionNames.Parse(condition) : null,
            Set = settings.TextOrNone("set"),
            Stage = settings.TextOrNone("stage"),
            Layer = settings.TextOrNone("layer"),
            Against = settings.TextOrNone("against"),
            Unit = settings.TextOrNone("unit"),
            AtLeast = settings.NumberOrNone("at_least"),
            AtMost = settings.NumberOrNone("at_most"),
            EqualTo = settings.NumberOrNone("equals"),
            Tolerance = settings.NumberOrNone("tolerance") ?? 0,
            Place = settings.Place,
        };
        bool hasRange = gate.AtLeast is not null || gate.AtMost is not null;
        if (hasRange == gate.EqualTo is not null)
        {
            errors.Add(settings.Place, "a gate needs at_least and/or at_most, or else equals.");
        }
        else if (gate.AtLeast > gate.AtMost)
        {
            errors.Add(settings.Place, "at_least is larger than at_most, so the gate can never pass; swap them.");
        }

        return gate;
    }
}
