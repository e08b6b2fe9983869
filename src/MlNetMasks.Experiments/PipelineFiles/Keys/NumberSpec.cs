using System.Globalization;
using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A finite number; <c>1e-3</c> is accepted.</summary>
/// <param name="Minimum">Lower end of the range.</param>
/// <param name="Maximum">Upper end of the range, allowed itself.</param>
public sealed record NumberSpec(double Minimum, double Maximum) : ValueSpec
{
    /// <summary>Whether <see cref="Minimum"/> itself is refused (default: it is allowed).</summary>
    public bool AboveMinimum { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is refused (default: it is allowed).</summary>
    public bool BelowMaximum { get; init; }

    /// <summary>Whether the word <c>none</c> may stand instead of a number (default: no).</summary>
    public bool AllowsNone { get; init; }

    /// <inheritdoc/>
    public override string Expected
    {
        get
        {
            string low = double.IsNegativeInfinity(Minimum) ? "" : $" {(AboveMinimum ? "above" : "from")} {Format(Minimum)}";
            string high = double.IsPositiveInfinity(Maximum) ? "" : $" {(BelowMaximum ? "and below" : low.Length == 0 || AboveMinimum ? "up to" : "to")} {Format(Maximum)}";
            return $"a number{low}{high}{(AllowsNone ? ", or 'none'" : "")}";
        }
    }

    internal static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    internal static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    internal override object? Read(ConfigNode node, PipelineErrors errors)
    {
        if (node is not ScalarNode { IsNothing: false } scalar)
        {
            return Refuse(node, errors);
        }

        if (AllowsNone && scalar.Text == "none")
        {
            return Settings.None;
        }

        if (!TryParse(scalar.Text, out double value))
        {
            return Refuse(node, errors, scalar.Text.Contains(',', StringComparison.Ordinal) ? "write the decimal point as '.'" : "");
        }

        bool inside = (AboveMinimum ? value > Minimum : value >= Minimum) && (BelowMaximum ? value < Maximum : value <= Maximum);
        return scalar.Quoted ? Refuse(node, errors, "remove the quotes")
            : inside ? value
            : Refuse(node, errors);
    }

    internal override JsonObject ToSchema(bool overlay)
    {
        var number = new JsonObject { ["type"] = "number" };
        if (double.IsFinite(Minimum))
        {
            number[AboveMinimum ? "exclusiveMinimum" : "minimum"] = Minimum;
        }

        if (double.IsFinite(Maximum))
        {
            number[BelowMaximum ? "exclusiveMaximum" : "maximum"] = Maximum;
        }

        return AllowsNone ? new JsonObject { ["anyOf"] = new JsonArray(number, new JsonObject { ["const"] = "none" }) } : number;
    }
}
