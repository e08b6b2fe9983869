using System.Globalization;

namespace MlNetMasks.Experiments.PipelineFiles.Nodes;

/// <summary>
/// Lays one tree over another. Mappings are merged key by key; a mapping over a list changes the items it names, by <c>name</c> or by index;
/// anything else replaces. A mapping that gives a section's leading key replaces that section, because the other keys belonged to the old choice; only a data set and its
/// synthetic stand-in have the same keys, so that one takes the other's place by its name alone.
/// </summary>
internal static class ConfigMerge
{
    private static readonly string[] LeadingKeys = ["source", "kind", "column"];

    public static ConfigNode Merge(ConfigNode target, ConfigNode overlay, PipelineErrors errors) => (target, overlay) switch
    {
        (MapNode map, MapNode changes) => changes.Entries.Any(entry => LeadingKeys.Contains(entry.Key)) && !AreAlike(map, changes) ? changes : MergeMaps(map, changes, errors),
        (ListNode list, MapNode changes) => MergeItems(list, changes, errors),
        _ => overlay,
    };

    private static bool AreAlike(MapNode map, MapNode changes) =>
        SourceOf(map) is { } old && SourceOf(changes) is { } replacing && BuiltInImageSources.HaveTheSameKeys(old, replacing);

    private static string? SourceOf(MapNode map) => (map.Find("source")?.Value as ScalarNode)?.Text;

    private static MapNode MergeMaps(MapNode map, MapNode changes, PipelineErrors errors)
    {
        var entries = new List<MapEntry>();
        foreach (MapEntry entry in map.Entries)
        {
            entries.Add(changes.Find(entry.Key) is { } change
                ? change with { Value = Merge(entry.Value, change.Value, errors) }
                : entry);
        }

        entries.AddRange(changes.Entries.Where(change => map.Find(change.Key) is null));
        return map with { Entries = entries };
    }

    private static ListNode MergeItems(ListNode list, MapNode changes, PipelineErrors errors)
    {
        ConfigNode[] items = [.. list.Items];
        foreach (MapEntry change in changes.Entries)
        {
            int index = IndexOf(items, change.Key);
            if (index >= 0)
            {
                items[index] = Merge(items[index], change.Value, errors);
                continue;
            }

            string[] names = [.. items.Select(NameOf).OfType<string>()];
            string known = names.Length > 0
                ? $"{NearestName.Question(change.Key, names)} Known names here: {string.Join(", ", names)}."
                : items.Length > 0 ? $"; items are numbered from 0 to {items.Length - 1}." : ", which is empty.";
            errors.Add(change.KeyPlace, $"there is no item '{change.Key}' in the list{known}");
        }

        return list with { Items = items };
    }

    private static int IndexOf(ConfigNode[] items, string key)
    {
        int named = Array.FindIndex(items, item => NameOf(item) == key);
        return named >= 0 ? named
            : int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < items.Length ? index
            : -1;
    }

    private static string? NameOf(ConfigNode item) => (item as MapNode)?.Find("name")?.Value is ScalarNode name ? name.Text : null;
}
