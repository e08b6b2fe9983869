namespace MlNetMasks.Experiments.PipelineFiles.Nodes;

/// <summary>Turns <c>masks.defaults.steps=100</c> into a tree that can be merged like a scale or a variant.</summary>
internal static class Override
{
    public static ConfigNode Parse(string text, PipelineErrors errors)
    {
        string source = $"--set {text}";
        var place = SourcePlace.Whole(source);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new PipelineFileException(place, "an override has the form path=value, for example masks.defaults.steps=100.");
        }

        string[] keys = text[..equals].Trim().Split('.');
        if (keys.Any(string.IsNullOrWhiteSpace))
        {
            throw new PipelineFileException(place, "the path has an empty part; write key.key=value, for example masks.defaults.steps=100.");
        }

        if (keys[0] is PipelineKeys.Variants or PipelineKeys.Scales or PipelineKeys.DefaultScale)
        {
            throw new PipelineFileException(place, $"'{keys[0]}' cannot be overridden; choose with --variant and --scale, and override the values themselves.");
        }

        ConfigNode node = ConfigNodeReader.ReadText(source, text[(equals + 1)..], hasLines: false, errors);
        foreach (string key in keys.Reverse())
        {
            node = new MapNode(place, [new MapEntry(key, place, node)]);
        }

        return node;
    }
}
