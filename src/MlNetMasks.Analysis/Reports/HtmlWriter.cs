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

    /// <summary>A table with a caption and column heads; the first cell of a row is its head, further cells are numbers where <paramref name="numbers"/> says so.</summary>
    public HtmlWriter Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, bool numbers = true)
    {
        Open("div", ("class", "scroll")).Open("table").Element("caption", caption).Open("thead").Open("tr");
        for (int i = 0; i < heads.Count; i++)
        {
            Element("th", heads[i], ("scope", "col"), ("class", numbers && i > 0 ? "number" : "text"));
        }

        Close("tr").Close("thead").Open("tbody");
        foreach (IReadOnlyList<string> row in rows)
        {
            Open("tr").Element("th", row[0], ("scope", "row"), ("class", "name"));
            foreach (string cell in row.Skip(1))
            {
                Element("td", cell, ("class", numbers ? "number" : "text"));
            }

            Close("tr");
        }

        return Close("tbody").Close("table").Close("div");
    }

    public override string ToString() => _html.ToString();

    private static string Encode(string text) => WebUtility.HtmlEncode(XmlText.Clean(text));
}
