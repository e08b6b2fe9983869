using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MlNetMasks.Analysis;

/// <summary>Turns the drawing library's SVG into one that scales, speaks to screen readers, follows the page's colours and keeps its layout with any font.</summary>
internal static partial class SvgFinisher
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly (string Color, string Class)[] Themed =
    [
        (FigureTheme.Ink, "ink"), (FigureTheme.Muted, "muted"), (FigureTheme.Grid, "grid"),
    ];

    public static string Finish(string xml, Figure figure, string idPrefix)
    {
        XElement root = XElement.Parse(xml);
        string prefix = idPrefix.Length > 0 ? idPrefix : figure.Name + "-";
        foreach (XElement element in root.DescendantsAndSelf())
        {
            Prefix(element, prefix);
            Shorten(element);
            Classify(element);
            if (element.Name == Svg + "text")
            {
                FitText(element);
            }
        }

        SvgClips.Merge(root, prefix);
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {figure.Width} {figure.Height}"));
        root.SetAttributeValue("font-family", $"{FigureFont.Family}, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif");
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-labelledby", $"{prefix}title {prefix}desc");
        root.AddFirst(
            new XElement(Svg + "title", new XAttribute("id", prefix + "title"), XmlText.Clean(figure.Title)),
            new XElement(Svg + "desc", new XAttribute("id", prefix + "desc"), XmlText.Clean($"{figure.Subtitle} {figure.Caption}".Trim())));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    // Ids are counted per drawing, so two drawings on one page would share them.
    private static void Prefix(XElement element, string prefix)
    {
        foreach (XAttribute attribute in element.Attributes())
        {
            if (attribute.Name.LocalName == "id")
            {
                attribute.Value = prefix + attribute.Value;
            }
            else if (attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#'))
            {
                attribute.Value = $"#{prefix}{attribute.Value.AsSpan(1)}";
            }
            else
            {
                attribute.Value = attribute.Value.Replace("url(#", $"url(#{prefix}", StringComparison.Ordinal);
            }
        }
    }

    private static void Shorten(XElement element)
    {
        foreach (XAttribute attribute in element.Attributes())
        {
            if (attribute.Name.LocalName is "d" or "x" or "y" or "width" or "height" or "transform" or "points" or "stroke-width" or "font-size")
            {
                attribute.Value = LongNumber().Replace(attribute.Value, match =>
                    Math.Round(double.Parse(match.Value, CultureInfo.InvariantCulture), 2).ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Classify(XElement element)
    {
        foreach (string paint in (ReadOnlySpan<string>)["fill", "stroke"])
        {
            string? color = element.Attribute(paint)?.Value;
            string? name = color is null ? null : Themed.FirstOrDefault(pair => pair.Color.Equals(color, StringComparison.OrdinalIgnoreCase)).Class;
            if (name is not null)
            {
                element.SetAttributeValue("class", $"{element.Attribute("class")?.Value} {name}-{paint}".Trim());
            }
        }
    }

    // One position per letter would pull another font's letters apart; the start and the whole width let any font fill the same place.
    private static void FitText(XElement element)
    {
        // The writer puts line breaks and tabs around the text; they are no part of it.
        string text = element.Value.Trim();
        element.Value = text;
        bool bold = element.Attribute("font-weight")?.Value is "bold" or "700" or "600";
        if (float.TryParse(element.Attribute("font-size")?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out float size) && text.Length > 0)
        {
            FirstOnly(element, "x");
            FirstOnly(element, "y");
            if (text.Length > 1)
            {
                element.SetAttributeValue("textLength", FigureFont.Measure(text, size, bold).ToString("0.##", CultureInfo.InvariantCulture));
                element.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
            }
        }

        element.SetAttributeValue("font-family", null);
    }

    private static void FirstOnly(XElement element, string name)
    {
        if (element.Attribute(name) is { } attribute)
        {
            attribute.Value = attribute.Value.Split(',', 2)[0].Trim();
        }
    }

    [GeneratedRegex(@"-?\d+\.\d{3,}(e-?\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();
}
