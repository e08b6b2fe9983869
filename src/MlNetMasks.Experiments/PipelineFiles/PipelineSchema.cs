using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The JSON schema with which editors complete and check pipeline files.</summary>
public static class PipelineSchema
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes the schema from the key tables that also read the files.</summary>
    /// <param name="vocabulary">What the files can name; <see langword="null"/> for what comes with the program.</param>
    /// <returns>A JSON schema (draft 7) with <c>\n</c> line ends.</returns>
    public static string Generate(PipelineVocabulary? vocabulary = null)
    {
        SectionSpec content = PipelineKeys.Experiment(vocabulary ?? PipelineVocabulary.Default);
        KeySpec[] changeable = [.. content.Table.Keys.Where(key => key.Name != "experiment")];
        SectionSpec changes = new(content.Title, new KeyTable(changeable));
        SectionSpec scaleOfFile = new(content.Title, new KeyTable([.. changeable, PipelineKeys.VariantsOfScaleKey]));

        // What a file leaves out may come from its scales or variants, so the editor insists on the name alone.
        JsonObject schema = content.ToSchema(overlay: false);
        schema["required"] = new JsonArray("experiment");
        var properties = (JsonObject)schema["properties"]!;
        JsonObject defaultScale = PipelineKeys.DefaultScaleKey.Value.ToSchema(overlay: false);
        defaultScale["description"] = PipelineKeys.DefaultScaleKey.Description;
        properties[PipelineKeys.DefaultScale] = defaultScale;
        properties[PipelineKeys.Scales] = Overlays("file_scale", "Named changes for the effort of a run, for example quick and paper.");
        properties[PipelineKeys.Variants] = Overlays("variant", "Named changes that make the variants of the experiment; a variant may have scales of its own.");

        var variantProperties = new JsonObject(changes.Table.Names.Select(name =>
            new KeyValuePair<string, JsonNode?>(name, new JsonObject { ["$ref"] = $"#/definitions/scale/properties/{name}" })))
        {
            [PipelineKeys.Scales] = Overlays("scale", "Changes of this variant at a scale, applied last."),
        };
        var variant = new JsonObject { ["properties"] = variantProperties, ["additionalProperties"] = false };
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "MlNetMasks pipeline file",
            ["definitions"] = new JsonObject { ["scale"] = Nullable(changes.ToSchema(overlay: true)), ["file_scale"] = Nullable(scaleOfFile.ToSchema(overlay: true)), ["variant"] = Nullable(variant) },
            ["type"] = "object",
            ["properties"] = properties.DeepClone(),
            ["required"] = schema["required"]!.DeepClone(),
            ["not"] = new JsonObject { ["required"] = new JsonArray("pretrain", "sequence") },
            ["additionalProperties"] = false,
        }.ToJsonString(Format) + "\n";
    }

    private static JsonObject Overlays(string definition, string description) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = SafeName.FolderPattern },
        ["additionalProperties"] = new JsonObject { ["$ref"] = $"#/definitions/{definition}" },
    };

    private static JsonObject Nullable(JsonObject schema)
    {
        schema["type"] = new JsonArray("object", "null");
        return schema;
    }
}
