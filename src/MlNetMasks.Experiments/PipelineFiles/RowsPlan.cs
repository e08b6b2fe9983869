using System.Globalization;
using MlNetMasks.Experiments.PipelineFiles.Keys;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A row filter as a pipeline file describes it.</summary>
public sealed record RowsPlan
{
    /// <summary>Column whose value decides.</summary>
    public required string Column { get; init; }

    /// <summary>How it decides.</summary>
    public required RowRule Rule { get; init; }

    /// <summary>The values of <see cref="RowRule.In"/> (one value for <c>equals</c>) and <see cref="RowRule.NotIn"/>, the places of the rules about positions; otherwise empty.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Smallest number of <see cref="RowRule.Between"/>; <see langword="null"/> when open.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Largest number of <see cref="RowRule.Between"/>; <see langword="null"/> when open.</summary>
    public double? AtMost { get; init; }

    /// <summary>Where the filter was written, for faults that only the data shows.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>The filter as stages take it.</summary>
    /// <returns>A row filter.</returns>
    public RowFilter ToFilter() => Rule switch
    {
        RowRule.In => RowFilter.KeyIsIn(Column, Values),
        RowRule.NotIn => RowFilter.KeyIsNotIn(Column, Values),
        RowRule.Member => RowFilter.MemberOf(Column),
        RowRule.InPositions => RowFilter.KeyIsAt(Column, Places),
        RowRule.NotInPositions => RowFilter.KeyIsNotAt(Column, Places),
        _ => RowFilter.Between(Column, AtLeast ?? double.NegativeInfinity, AtMost ?? double.PositiveInfinity),
    };

    /// <summary>The filter in words.</summary>
    /// <returns>For example <c>Operation in [add, mul]</c>.</returns>
    public override string ToString() => Rule switch
    {
        RowRule.In => $"{Column} in [{string.Join(", ", Values)}]",
        RowRule.NotIn => $"{Column} not in [{string.Join(", ", Values)}]",
        RowRule.Member => $"member of {Column}",
        RowRule.InPositions => $"{Column} at positions [{string.Join(", ", Values)}]",
        RowRule.NotInPositions => $"{Column} not at positions [{string.Join(", ", Values)}]",
        _ => string.Join(" and ", new[]
        {
            AtLeast is { } low ? $"{Column} >= {NumberSpec.Format(low)}" : null,
            AtMost is { } high ? $"{Column} <= {NumberSpec.Format(high)}" : null,
        }.OfType<string>()),
    };

    /// <summary>Equal for filters that choose the same rows of any data, however they were written.</summary>
    internal string Signature => Rule == RowRule.Between
        ? $"{Rule}|{Column}|{AtLeast:R}|{AtMost:R}"
        : $"{Rule}|{Column}|{string.Join('\u001f', Values.Distinct().Order(StringComparer.Ordinal))}";

    private IEnumerable<int> Places => Values.Select(value => int.Parse(value, CultureInfo.InvariantCulture));

    internal static RowsPlan? From(Settings? settings, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        string[] rules = settings is null ? [] : [.. settings.Keys.Where(key => key != "column")];
        if (settings?.TextOrNone("member_of") is { } set)
        {
            return MemberFrom(settings, set, rules, columns, errors);
        }

        if (settings is null || settings.Has("member_of"))
        {
            return null; // a set that could not be read is reported already
        }

        if (settings.TextOrNone("column") is not { } column)
        {
            if (!settings.Has("column"))
            {
                errors.Add(settings.Place, "'rows' needs column, the column whose value decides, or member_of, the column that says how often a row belongs to a set.");
            }

            return null;
        }

        bool isRange = rules.Length > 0 && rules.All(rule => rule is "at_least" or "at_most");
        if (rules.Length != 1 && !isRange)
        {
            errors.Add(settings.Place, $"'rows' needs exactly one of equals, not_equals, in, not_in, in_positions, not_in_positions, or at_least and/or at_most; found {(rules.Length == 0 ? "none" : string.Join(", ", rules))}.");
            return null;
        }

        if (settings.NumberOrNone("at_least") > settings.NumberOrNone("at_most"))
        {
            errors.Add(settings.Place, "at_least is larger than at_most, so no row can match; swap them.");
        }

        string rule = rules[0];
        bool isPlaces = rule is "in_positions" or "not_in_positions";
        string[] values = isRange || isPlaces ? [] : rule is "in" or "not_in" ? [.. settings.Texts(rule)] : [settings.Text(rule)];
        int[] places = isPlaces ? [.. settings.Integers(rule)] : [];
        CheckColumn(settings, column, rule, values, columns, errors);
        CheckPlaces(settings, column, rule, places, columns, errors);
        return new RowsPlan
        {
            Column = column,
            Rule = isRange ? RowRule.Between : rule switch
            {
                "equals" or "in" => RowRule.In,
                "in_positions" => RowRule.InPositions,
                "not_in_positions" => RowRule.NotInPositions,
                _ => RowRule.NotIn,
            },
            Values = isPlaces ? [.. places.Select(place => place.ToString(CultureInfo.InvariantCulture))] : values,
            AtLeast = settings.NumberOrNone("at_least"),
            AtMost = settings.NumberOrNone("at_most"),
            Place = settings.Place,
        };
    }

    private static RowsPlan? MemberFrom(Settings settings, string set, string[] rules, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        if (rules.Length > 1 || settings.Has("column"))
        {
            errors.Add(settings.Place, "'rows' with member_of takes no other key: the column itself says how often a row counts.");
            return null;
        }

        CheckColumn(settings, set, "member_of", [], columns, errors);
        return new RowsPlan { Column = set, Rule = RowRule.Member, Place = settings.Place };
    }

    private static void CheckPlaces(Settings settings, string column, string rule, int[] places, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        if (columns.FirstOrDefault(known => known.Name == column) is not { } found || places.Length == 0)
        {
            return;
        }

        if (found.Values.Count == 0)
        {
            errors.Add(settings.PlaceOf(rule), $"the values of column '{column}' have no fixed order, so '{rule}' cannot tell them apart; name values with in or not_in.");
        }
        else if (places.Max() >= found.Values.Count)
        {
            errors.Add(settings.PlaceOf(rule), $"the column '{column}' has no value at position {places.Max()}; its {found.Values.Count} values are at positions 0 to {found.Values.Count - 1}: {string.Join(", ", found.Values)}.");
        }
    }

    private static void CheckColumn(Settings settings, string column, string rule, string[] values, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        if (columns.Count == 0)
        {
            return;
        }

        string[] names = [.. columns.Select(known => known.Name)];
        if (columns.FirstOrDefault(known => known.Name == column) is not { } found)
        {
            errors.Add(settings.PlaceOf(settings.Has("column") ? "column" : rule), $"the data has no column '{column}' to choose rows by{NearestName.Question(column, names)} Known columns: {string.Join(", ", names)}.");
        }
        else if (found.Values.Count > 0)
        {
            foreach (string value in values.Where(value => !found.Values.Contains(value)))
            {
                errors.Add(settings.PlaceOf(rule), $"the column '{column}' has no value '{value}'{NearestName.Question(value, found.Values)} Known values: {string.Join(", ", found.Values)}.");
            }
        }
    }
}
