using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Says in which settings two configurations in canonical form differ.</summary>
internal static class ConfigurationDifference
{
    /// <summary>Lists the settings that differ, as <c>masks.functions.add.beta was 1e-4 and is 0.5</c>; empty for equal texts.</summary>
    /// <param name="then">The earlier configuration.</param>
    /// <param name="now">The one of today.</param>
    /// <exception cref="YamlDotNet.Core.YamlException">A text is no YAML.</exception>
    public static IReadOnlyList<string> Of(string then, string now)
    {
        if (then == now)
        {
            return [];
        }

        var (before, after) = (Flatten(then), Flatten(now));
        string[] differences =
        [
            .. before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
                .Select(key => $"{key} was {Text(before, key)} and is {Text(after, key)}"),
        ];
        return differences.Length > 0 ? differences : ["entries are in another order"];
    }

    private static string Text(Dictionary<string, string> values, string key) => values.TryGetValue(key, out string? value) ? value : "not there";

    private static Dictionary<string, string> Flatten(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (YamlDocument document in stream.Documents)
        {
            Add(values, "", document.RootNode);
        }

        return values;
    }

    private static void Add(Dictionary<string, string> values, string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode { Children.Count: > 0 } section:
                foreach ((YamlNode key, YamlNode value) in section.Children)
                {
                    Add(values, Join(path, Scalar(key)), value);
                }

                break;
            case YamlSequenceNode list when list.Children.Any(item => item is YamlMappingNode):
                for (int i = 0; i < list.Children.Count; i++)
                {
                    Add(values, Join(path, NameOf(list.Children[i]) ?? i.ToString(CultureInfo.InvariantCulture)), list.Children[i]);
                }

                break;
            case YamlSequenceNode list:
                values[path] = $"[{string.Join(", ", list.Children.Select(Scalar))}]";
                break;
            case YamlMappingNode:
                values[path] = "{}";
                break;
            default:
                values[path] = Scalar(node);
                break;
        }
    }

    private static string Join(string path, string key) => path.Length > 0 ? $"{path}.{key}" : key;

    private static string Scalar(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : node.ToString();

    private static string? NameOf(YamlNode item) => item is YamlMappingNode section && section.Children.TryGetValue(new YamlScalarNode("name"), out YamlNode? name) ? Scalar(name) : null;
}
