using System.Text;

namespace MlNetMasks.Analysis;

/// <summary>Builds Markdown in which no text of the results can turn into markup.</summary>
internal sealed class MarkdownWriter
{
    private readonly StringBuilder _text = new();

    public MarkdownWriter Heading(int level, string text) => Block($"{new string('#', level)} {Escape(text)}");

    public MarkdownWriter Paragraph(string text) => Block(Escape(text));

    public MarkdownWriter Bold(string text) => Block($"**{Escape(text)}**");

    public MarkdownWriter Items(IEnumerable<string> items) => Block(string.Join('\n', items.Select(item => "- " + Escape(item))));

    /// <summary>A command for a shell.</summary>
    public MarkdownWriter Command(string line) => Block($"```sh\n{OneLine.Of(line, int.MaxValue)}\n```");

    /// <summary>A table below its caption, where there is one.</summary>
    public MarkdownWriter Table(ReportTable? table)
    {
        if (table is null)
        {
            return this;
        }

        Paragraph(table.Caption);
        string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
        return Block(string.Join('\n',
        [
            Row(table.Heads.Select(Escape)),
            Row(table.Heads.Select((_, i) => i > 0 && table.HasNumbers ? "---:" : "---")),
            .. table.Rows.Select(row => Row(row.Select(Escape))),
        ]));
    }

    public override string ToString() => _text.ToString();

    private MarkdownWriter Block(string block)
    {
        _text.Append(_text.Length == 0 ? "" : "\n").Append(block).Append('\n');
        return this;
    }

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char letter in OneLine.Of(text, int.MaxValue))
        {
            escaped.Append(letter is '\\' or '`' or '*' or '[' or ']' or '<' or '|' ? $"\\{letter}" : letter.ToString());
        }

        return escaped.ToString();
    }
}
