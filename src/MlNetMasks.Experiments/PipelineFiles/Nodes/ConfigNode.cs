namespace MlNetMasks.Experiments.PipelineFiles.Nodes;

/// <summary>A value as written: overlays are merged on this tree, before anything is typed, so that each value keeps its own place.</summary>
internal abstract record ConfigNode(SourcePlace Place)
{
    /// <summary>What the value is, for "found ..." messages.</summary>
    public abstract string Found { get; }
}

/// <summary>A single value; <paramref name="Quoted"/> tells the text "1" from the number 1.</summary>
internal sealed record ScalarNode(SourcePlace Place, string Text, bool Quoted) : ConfigNode(Place)
{
    public bool IsNothing => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Found => IsNothing ? "nothing" : Quoted ? $"the text \"{Shorten(Text)}\"" : $"'{Shorten(Text)}'";

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : line[..57] + "...";
    }
}

/// <summary>A list.</summary>
internal sealed record ListNode(SourcePlace Place, IReadOnlyList<ConfigNode> Items) : ConfigNode(Place)
{
    public override string Found => "a list";
}

/// <summary>A mapping in the order of the file.</summary>
internal sealed record MapNode(SourcePlace Place, IReadOnlyList<MapEntry> Entries) : ConfigNode(Place)
{
    public override string Found => "a mapping";

    public MapEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}

/// <summary>One key of a mapping with its value.</summary>
internal sealed record MapEntry(string Key, SourcePlace KeyPlace, ConfigNode Value);
