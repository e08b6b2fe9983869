using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A text; a plain number or true/false is taken as the text it was written as.</summary>
public sealed record TextSpec : ValueSpec
{
    /// <summary>Largest length in characters (default 4096).</summary>
    public int MaximumLength { get; init; } = 4096;

    /// <summary>Whether the empty text is allowed, written as two quotes (default: no).</summary>
    public bool AllowsEmpty { get; init; }

    /// <inheritdoc/>
    public override string Expected => MaximumLength < 4096 ? $"a text of 1 to {MaximumLength} characters" : "a text";

    internal override object? Read(ConfigNode node, PipelineErrors errors) =>
        node is ScalarNode { IsNothing: false } scalar && scalar.Text.Length <= MaximumLength && (AllowsEmpty || scalar.Text.Length > 0)
            ? scalar.Text
            : Refuse(node, errors);

    internal override JsonObject ToSchema(bool overlay)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        if (!AllowsEmpty)
        {
            schema["minLength"] = 1;
        }

        return schema;
    }
}
