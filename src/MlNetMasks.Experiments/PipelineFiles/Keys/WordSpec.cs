using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>One of a few known words.</summary>
/// <param name="Words">The words allowed, at least one.</param>
public sealed record WordSpec(IReadOnlyList<string> Words) : ValueSpec
{
    /// <inheritdoc/>
    public override string Expected => $"one of {string.Join(", ", Words)}";

    internal override object? Read(ConfigNode node, PipelineErrors errors)
    {
        if (node is ScalarNode scalar)
        {
            return Words.Contains(scalar.Text) ? scalar.Text
                : Refuse(node, errors, NearestName.Find(scalar.Text, Words) is { } nearest ? $"did you mean '{nearest}'?" : "");
        }

        return Refuse(node, errors);
    }

    internal override JsonObject ToSchema(bool overlay) => new() { ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) };
}
