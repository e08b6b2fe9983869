using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>True or false.</summary>
public sealed record FlagSpec : ValueSpec
{
    /// <inheritdoc/>
    public override string Expected => "true or false";

    internal override object? Read(ConfigNode node, PipelineErrors errors) => node switch
    {
        ScalarNode { Quoted: false, Text: "true" } => true,
        ScalarNode { Quoted: false, Text: "false" } => false,
        _ => Refuse(node, errors),
    };

    internal override JsonObject ToSchema(bool overlay) => new() { ["type"] = "boolean" };
}
