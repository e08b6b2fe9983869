namespace MlNetMasks.Analysis;

/// <summary>Looks parts up in the effective configuration of a run, which the program writes itself: block style, two spaces deeper per level.</summary>
/// <param name="text">The configuration; empty where it is not known.</param>
internal sealed class ConfigurationText(string text)
{
    private readonly string[] _lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Everything that is said about the network, in an order of its own.</summary>
    public string Network => string.Join('\n', Block("network:").Select(line => line.Trim()).Order(StringComparer.Ordinal));

    /// <summary>The rows that the network was pretrained on; empty for all.</summary>
    public string PretrainingRows => Rows(Block("pretrain:"));

    /// <summary>The rows that a mask was learned on; empty for all.</summary>
    public string RowsOf(string mask) => Rows([.. Block("masks:").SkipWhile(line => line.Trim() != "- name: " + mask && line.Trim() != $"- name: \"{mask}\"").Skip(1).TakeWhile(line => !line.TrimStart().StartsWith("- ", StringComparison.Ordinal))]);

    private static string Rows(string[] block)
    {
        string[] rows = [.. block.SkipWhile(line => line.Trim() != "rows:")];
        return rows.Length == 0 ? "" : string.Join('\n', rows.Skip(1).TakeWhile(line => Depth(line) > Depth(rows[0])).Select(line => line.Trim()));
    }

    /// <summary>The lines below a key of the first level.</summary>
    private string[] Block(string key) => [.. _lines.SkipWhile(line => line != key).Skip(1).TakeWhile(line => Depth(line) > 0)];

    private static int Depth(string line) => line.Length - line.TrimStart().Length;
}
