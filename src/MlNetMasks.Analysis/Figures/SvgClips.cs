using System.Xml.Linq;

namespace MlNetMasks.Analysis;

/// <summary>The drawing library clips every element by a path of its own: equal paths become one, and neighbours with the same clip become one group.</summary>
internal static class SvgClips
{
    /// <summary>Merges the clips and numbers them from 1: the library counts over the life of the process, which would make equal figures differ.</summary>
    public static void Merge(XElement root, string prefix)
    {
        XNamespace svg = root.Name.Namespace;
        Dictionary<string, string> idOfShape = new(StringComparer.Ordinal);
        Dictionary<string, string> renamed = new(StringComparer.Ordinal);
        foreach (XElement clip in root.Descendants(svg + "clipPath").ToList())
        {
            string shape = string.Concat(clip.Elements().Select(element => element.ToString(SaveOptions.DisableFormatting)));
            bool isNew = idOfShape.TryAdd(shape, $"{prefix}clip-{idOfShape.Count + 1}");
            renamed.Add($"url(#{clip.Attribute("id")?.Value})", $"url(#{idOfShape[shape]})");
            if (isNew)
            {
                clip.SetAttributeValue("id", idOfShape[shape]);
            }
            else
            {
                clip.Remove();
            }
        }

        XElement? previous = null;
        foreach (XElement group in root.Descendants(svg + "g").ToList())
        {
            if (group.Attribute("clip-path") is { } reference && renamed.TryGetValue(reference.Value, out string? target))
            {
                reference.Value = target;
            }

            if (previous is not null && ReferenceEquals(group.ElementsBeforeSelf().LastOrDefault(), previous) && OnlyClip(group) is { } clip && clip == OnlyClip(previous))
            {
                List<XNode> nodes = [.. group.Nodes()];
                group.Remove();
                nodes.ForEach(node => node.Remove());
                previous.Add(nodes);
            }
            else
            {
                previous = group;
            }
        }
    }

    private static string? OnlyClip(XElement group) => group.Attributes().Count() == 1 ? group.Attribute("clip-path")?.Value : null;
}
