using SkiaSharp;

namespace MlNetMasks.Analysis;

/// <summary>One figure: it is drawn on request, as SVG or PNG, with text that needs no installed font.</summary>
public sealed class Figure
{
    private readonly Func<IReadOnlyList<FigurePanel>> _draw;
    private readonly IReadOnlyList<FigureLegendEntry> _legend;
    private readonly int _bodyHeight;

    internal Figure(string name, string title, string subtitle, string caption, int width, int bodyHeight, IReadOnlyList<FigureLegendEntry> legend, Func<IReadOnlyList<FigurePanel>> draw)
    {
        Name = name;
        Title = title;
        Subtitle = subtitle;
        Caption = caption;
        Width = width;
        _bodyHeight = bodyHeight;
        _legend = legend;
        _draw = draw;
    }

    /// <summary>File name without extension, for example <c>accuracy</c>.</summary>
    public string Name { get; }

    /// <summary>Title drawn in the figure.</summary>
    public string Title { get; }

    /// <summary>Line below the title: what is shown and over how many seeds.</summary>
    public string Subtitle { get; }

    /// <summary>Caption for a report: how to read the figure.</summary>
    public string Caption { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height => (int)MathF.Ceiling(FigureHeader.Height(this, _legend)) + _bodyHeight;

    /// <summary>Draws the figure as a self-contained SVG document.</summary>
    /// <returns>XML without declaration, with title and description; it needs no font, script or other file.</returns>
    public string ToSvg() => ToSvg("");

    /// <summary>Draws the figure as PNG on white.</summary>
    /// <param name="scale">Pixels of the image per pixel of the figure, 0.1 to 8. Default: 2.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of range.</exception>
    public byte[] ToPng(float scale = 2)
    {
        if (scale is not (>= 0.1f and <= 8))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "Scale must be from 0.1 to 8. Use 1 for a screen, 2 for print.");
        }

        SKImageInfo info = new((int)MathF.Ceiling(Width * scale), (int)MathF.Ceiling(Height * scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        using SKSurface surface = SKSurface.Create(info) ?? throw new InvalidOperationException($"No drawing surface of {info.Width} x {info.Height} pixels can be made. Use a smaller scale.");
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Saves <c>Name.svg</c> and <c>Name.png</c> into a folder, which must exist.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string directory) => Save(directory, Name);

    /// <summary>Saves the figure under another name than its own.</summary>
    internal void Save(string directory, string name)
    {
        File.WriteAllText(Path.Combine(directory, name + ".svg"), ToSvg());
        File.WriteAllBytes(Path.Combine(directory, name + ".png"), ToPng());
    }

    /// <summary>Draws the figure as SVG whose ids begin with a prefix, so that several fit on one page.</summary>
    internal string ToSvg(string idPrefix) => SvgFinisher.Finish(ToRawSvg(), this, idPrefix);

    /// <summary>The drawing library's own SVG, which names the font of each text.</summary>
    internal string ToRawSvg()
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
        {
            Draw(canvas);
        }

        return XmlText.Clean(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private void Draw(SKCanvas canvas)
    {
        float top = FigureHeader.Draw(canvas, this, _legend);
        foreach (FigurePanel panel in _draw())
        {
            using ScottPlot.Plot plot = panel.Plot;
            ScottPlot.PixelRect place = new(panel.Left, panel.Left + panel.Width, top + panel.Top + panel.Height, top + panel.Top + panel.TitleHeight);
            // The first rendering settles the axis limits and may repeat itself; in an SVG every repetition would stay.
            using (SKNoDrawCanvas rehearsal = new(Width, Height))
            {
                plot.Render(rehearsal, place);
            }

            plot.Render(canvas, place);
            if (panel.Title.Length > 0)
            {
                FigureHeader.Text(canvas, panel.Title, panel.Left + panel.TitleLeft, top + panel.Top + FigureTheme.TextSize, FigureTheme.TextSize, FigureTheme.Ink, bold: true);
            }
        }
    }
}
