using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A name that becomes part of a path or of a column name.</summary>
public sealed record NameSpec : ValueSpec
{
    /// <summary>Whether the name becomes a folder (letters, digits and <c>- _ . , + = [ ]</c>), or a stage and column (letters, digits, <c>- _</c>; the default).</summary>
    public bool IsFolder { get; init; }

    /// <summary>Names that are refused because the program uses them itself (default: none).</summary>
    public IReadOnlyList<string> Reserved { get; init; } = [];

    /// <inheritdoc/>
    public override string Expected => "a name of " + (IsFolder ? SafeName.FolderRule : SafeName.StageRule)
        + (Reserved.Count > 0 ? $", other than {string.Join(", ", Reserved)}" : "");

    internal override object? Read(ConfigNode node, PipelineErrors errors) =>
        node is ScalarNode scalar && (IsFolder ? SafeName.IsFolder(scalar.Text) : SafeName.IsStage(scalar.Text)) && !Reserved.Contains(scalar.Text)
            ? scalar.Text
            : Refuse(node, errors);

    internal override JsonObject ToSchema(bool overlay)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("string", "integer"), ["pattern"] = IsFolder ? SafeName.FolderPattern : SafeName.StagePattern };
        if (Reserved.Count > 0)
        {
            schema["not"] = new JsonObject { ["enum"] = new JsonArray([.. Reserved.Select(word => JsonValue.Create(word))]) };
        }

        return schema;
    }
}
