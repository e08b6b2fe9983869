using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A default, written as YAML in the key tables, as the JSON value an editor inserts.</summary>
internal static class SchemaDefault
{
    public static JsonNode? Of(string text) => Convert(ConfigNodeReader.ReadText("default", text, hasLines: false, new PipelineErrors()));

    private static JsonNode? Convert(ConfigNode node) => node switch
    {
        ListNode list => new JsonArray([.. list.Items.Select(Convert)]),
        MapNode map => new JsonObject(map.Entries.Select(entry => new KeyValuePair<string, JsonNode?>(entry.Key, Convert(entry.Value)))),
        ScalarNode { Quoted: false, Text: "true" } => true,
        ScalarNode { Quoted: false, Text: "false" } => false,
        ScalarNode { Quoted: false } scalar when NumberSpec.TryParse(scalar.Text, out double number) => number,
        ScalarNode scalar => scalar.Text,
        _ => null,
    };
}
