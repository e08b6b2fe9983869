using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.PipelineFiles.Nodes;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Reads <c>scales</c> and <c>variants</c>: named changes that are laid over the file.</summary>
internal static class Overlays
{
    public static MapNode? Read(MapNode root, string key, IReadOnlyList<string> known, PipelineErrors errors)
    {
        if (root.Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is not MapNode { Entries.Count: > 0 } overlays)
        {
            errors.Add(entry.Value.Place, $"expected a mapping from names to changes, found {(entry.Value is MapNode ? "an empty one" : entry.Value.Found)}; remove '{key}' when there is nothing to list.");
            return null;
        }

        foreach (IGrouping<string, MapEntry> same in overlays.Entries.GroupBy(overlay => overlay.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            errors.Add(same.Last().KeyPlace, $"the names '{same.First().Key}' and '{same.Last().Key}' differ only in case; rename one.");
        }

        foreach (MapEntry overlay in overlays.Entries)
        {
            if (!SafeName.IsFolder(overlay.Key))
            {
                errors.Add(overlay.KeyPlace, $"'{overlay.Key}' cannot be a name in '{key}': it becomes a folder, so it needs {SafeName.FolderRule}.");
            }

            CheckOverlay(overlay.Value, known, errors);
            if ((overlay.Value as MapNode)?.Find(PipelineKeys.Scales) is { } own && key == PipelineKeys.Variants)
            {
                CheckOwnScales(root, own, [.. known.Where(name => name != PipelineKeys.Scales)], errors);
            }
        }

        return overlays;
    }

    private static void CheckOverlay(ConfigNode overlay, IReadOnlyList<string> known, PipelineErrors errors)
    {
        if (overlay is MapNode map)
        {
            SectionSpec.ReportUnknownKeys(map, known, errors);
        }
        else if (overlay is not ScalarNode { IsNothing: true })
        {
            errors.Add(overlay.Place, $"expected a mapping with the changes, found {overlay.Found}.");
        }
    }

    private static void CheckOwnScales(MapNode root, MapEntry own, IReadOnlyList<string> known, PipelineErrors errors)
    {
        string[] scales = root.Find(PipelineKeys.Scales)?.Value is MapNode all ? [.. all.Entries.Select(entry => entry.Key)] : [];
        if (own.Value is not MapNode map)
        {
            errors.Add(own.Value.Place, $"expected a mapping from scales to changes, found {own.Value.Found}.");
            return;
        }

        SectionSpec.ReportUnknownKeys(map, scales, errors);
        foreach (MapEntry scale in map.Entries)
        {
            CheckOverlay(scale.Value, known, errors);
        }
    }
}
