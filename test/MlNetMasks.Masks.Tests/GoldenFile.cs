using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MlNetMasks.Masks.Tests;

/// <summary>Reads reference numbers from the folder in the environment variable GOLDEN_DIR, by default the project's own copy.</summary>
internal static partial class GoldenFile
{
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static JsonObject Read(string name)
    {
        string folder = Environment.GetEnvironmentVariable("GOLDEN_DIR") is { Length: > 0 } given
            ? given
            : Path.Combine(AppContext.BaseDirectory, "golden");
        string text = File.ReadAllText(Path.Combine(folder, name));

        // The reference writes a missing ratio as a bare NaN, which JSON does not know.
        return JsonNode.Parse(BareNaN().Replace(text, "\"NaN\""))!.AsObject();
    }

    public static double Number(JsonNode? node) => node is null ? double.NaN : node.Deserialize<double>(Numbers);

    public static (int[] Shape, float[] Data) Tensor(JsonNode node) =>
        (node["shape"]!.Deserialize<int[]>()!, node["data"]!.Deserialize<float[]>(Numbers)!);

    [GeneratedRegex(@"\bNaN\b")]
    private static partial Regex BareNaN();
}
