using System.Net;
using System.Text;

namespace MlNetMasks.Analysis;

/// <summary>Builds HTML in which every text and attribute is encoded.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(tag);
        foreach ((string name, string value) in attributes)
        {
            _html.Append(' ').Append(name).Append("=\"").Append(Encode(value)).Append('"');
        }

        _html.Append('>');
        return this;
    }

    public HtmlWriter Close(string tag)
    {
        _html.Append("</").Append(tag).Append(">\n");
        return this;
    }

    public HtmlWriter Text(string text)
    {
        _html.Append(Encode(text));
        return this;
    }

    /// <summary>An element that holds only text.</summary>
    public HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(tag, attributes).Text(text).Close(tag);

    /// <summary>Markup of our own making: the style sheet and the figures.</summary>
    public HtmlWriter Markup(string trusted)
    {
        _html.Append(trusted);
        return this;
    }

    /// <summary>A table, where there is one, with caption and column heads; the first cell of a row is its head, further cells are numbers where the table says so.</summary>
    public HtmlWriter Table(ReportTable? table)
    {
        if (table is null)
        {
            return this;
        }

        string kind = table.HasNumbers ? "number" : "text";
        Open("div", ("class", "scroll")).Open("table").Element("caption", table.Caption).Open("thead").Open("tr");
        for (int i = 0; i < table.Heads.Count; i++)
        {
            Element("th", table.Heads[i], ("scope", "col"), ("class", i > 0 ? kind : "text"));
        }

        Close("tr").Close("thead").Open("tbody");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Open("tr").Element("th", row[0], ("scope", "row"), ("class", "name"));
            for (int i = 1; i < row.Count; i++)
            {
                Element("td", row[i], ("class", i == row.Count - 1 ? table.ClassOfLast.GetValueOrDefault(row[i], kind) : kind));
            }

            Close("tr");
        }

        return Close("tbody").Close("table").Close("div");
    }

    /// <summary>A table made of its parts.</summary>
    public HtmlWriter Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, bool numbers = true) =>
        Table(new ReportTable(caption, heads, [.. rows], numbers));

    public override string ToString() => _html.ToString();

    private static string Encode(string text) => WebUtility.HtmlEncode(XmlText.Clean(text));
}
