using System.Globalization;
using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A whole number; <c>2e4</c> is accepted for 20000.</summary>
/// <param name="Minimum">Smallest number allowed.</param>
/// <param name="Maximum">Largest number allowed.</param>
public sealed record IntegerSpec(int Minimum, int Maximum) : ValueSpec
{
    /// <inheritdoc/>
    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}");

    internal override object? Read(ConfigNode node, PipelineErrors errors)
    {
        if (node is not ScalarNode { IsNothing: false } scalar)
        {
            return Refuse(node, errors);
        }

        if (!NumberSpec.TryParse(scalar.Text, out double value))
        {
            return Refuse(node, errors, scalar.Text.Contains('_', StringComparison.Ordinal) ? "write it without '_'" : "");
        }

        return scalar.Quoted ? Refuse(node, errors, "remove the quotes")
            : value != Math.Floor(value) || value < Minimum || value > Maximum ? Refuse(node, errors)
            : (int)value;
    }

    internal override JsonObject ToSchema(bool overlay) => new() { ["type"] = "integer", ["minimum"] = Minimum, ["maximum"] = Maximum };
}
