using SkiaSharp;

namespace MlNetMasks.Analysis;

/// <summary>Title, subtitle and legend above the panels of a figure.</summary>
internal static class FigureHeader
{
    private const float Margin = 14;
    private const float LegendRow = 20;
    private const float Swatch = 14;
    private const float SwatchGap = 7;
    private const float EntryGap = 20;

    public static float Height(Figure figure, IReadOnlyList<FigureLegendEntry> legend) => Lay(figure, legend, null);

    public static float Draw(SKCanvas canvas, Figure figure, IReadOnlyList<FigureLegendEntry> legend) => MathF.Ceiling(Lay(figure, legend, canvas));

    private static float Lay(Figure figure, IReadOnlyList<FigureLegendEntry> legend, SKCanvas? canvas)
    {
        float y = Margin + FigureTheme.TitleSize;
        foreach (string line in Wrap(figure.Title, FigureTheme.TitleSize, figure.Width - (2 * Margin), bold: true))
        {
            Text(canvas, line, Margin, y, FigureTheme.TitleSize, FigureTheme.Ink, bold: true);
            y += FigureTheme.TitleSize + 4;
        }

        foreach (string line in Wrap(figure.Subtitle, FigureTheme.TextSize, figure.Width - (2 * Margin), bold: false))
        {
            Text(canvas, line, Margin, y, FigureTheme.TextSize, FigureTheme.Muted, bold: false);
            y += FigureTheme.TextSize + 5;
        }

        return legend.Count == 0 ? y - 6 : Legend(canvas, legend, figure.Width, y);
    }

    private static float Legend(SKCanvas? canvas, IReadOnlyList<FigureLegendEntry> legend, float width, float y)
    {
        float x = Margin;
        y += 6;
        foreach (FigureLegendEntry entry in legend)
        {
            float needed = Swatch + SwatchGap + FigureFont.Measure(entry.Text, FigureTheme.TextSize);
            if (x > Margin && x + needed > width - Margin)
            {
                x = Margin;
                y += LegendRow;
            }

            Mark(canvas, entry, x, y - 4.5f);
            Text(canvas, entry.Text, x + Swatch + SwatchGap, y, FigureTheme.TextSize, FigureTheme.Ink, bold: false);
            x += needed + EntryGap;
        }

        return y + 8;
    }

    private static void Mark(SKCanvas? canvas, FigureLegendEntry entry, float x, float middle)
    {
        if (canvas is null)
        {
            return;
        }

        using SKPaint paint = new() { Color = entry.Color.ToSKColor(), IsAntialias = true };
        switch (entry.Mark)
        {
            case LegendMark.Box:
                canvas.DrawRect(x, middle - 6, Swatch, 12, paint);
                break;
            case LegendMark.Line:
                canvas.DrawRect(x, middle - 1.25f, Swatch, 2.5f, paint);
                break;
            case LegendMark.Dashes:
                canvas.DrawRect(x, middle - 1, 5.5f, 2, paint);
                canvas.DrawRect(x + 8.5f, middle - 1, 5.5f, 2, paint);
                break;
            case LegendMark.Square:
                canvas.DrawRect(x, middle - 0.6f, Swatch, 1.2f, paint);
                canvas.DrawRect(x + (Swatch / 2) - 3.5f, middle - 3.5f, 7, 7, paint);
                break;
            case LegendMark.Ring:
                canvas.DrawRect(x, middle - 0.6f, (Swatch / 2) - 3.5f, 1.2f, paint);
                canvas.DrawRect(x + (Swatch / 2) + 3.5f, middle - 0.6f, (Swatch / 2) - 3.5f, 1.2f, paint);
                paint.IsStroke = true;
                paint.StrokeWidth = 1.4f;
                canvas.DrawCircle(x + (Swatch / 2), middle, 3.5f, paint);
                break;
            default:
                canvas.DrawRect(x, middle - 1, Swatch, 2, paint);
                canvas.DrawRect(x + (Swatch / 2) - 0.6f, middle - 6, 1.2f, 12, paint);
                break;
        }
    }

    public static void Text(SKCanvas? canvas, string text, float x, float y, float size, string color, bool bold)
    {
        if (canvas is null)
        {
            return;
        }

        using SKFont font = FigureFont.Sized(size, bold);
        using SKPaint paint = new() { Color = SKColor.Parse(color), IsAntialias = true };
        canvas.DrawText(text, x, y, font, paint);
    }

    private static List<string> Wrap(string text, float size, float width, bool bold)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && FigureFont.Measure(longer, size, bold) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        return line.Length == 0 ? lines : [.. lines, line];
    }
}
