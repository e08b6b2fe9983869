using SkiaSharp;

namespace MlNetMasks.Analysis;

/// <summary>The embedded font: figures look the same on every host, also on one without any installed font.</summary>
internal static class FigureFont
{
    public const string Family = "Roboto";

    private static readonly Lazy<SKTypeface> RegularTypeface = new(() => Load("Roboto-Regular.ttf"));
    private static readonly Lazy<SKTypeface> BoldTypeface = new(() => Load("Roboto-Bold.ttf"));

    public static SKTypeface Regular => RegularTypeface.Value;

    public static SKTypeface Bold => BoldTypeface.Value;

    /// <summary>The font file, to embed in a report.</summary>
    public static byte[] File(bool bold)
    {
        using Stream stream = Open(bold ? "Roboto-Bold.ttf" : "Roboto-Regular.ttf");
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Width of one line of text in pixels.</summary>
    public static float Measure(string text, float size, bool bold = false)
    {
        using SKFont font = Sized(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The font at a size; the caller disposes it.</summary>
    public static SKFont Sized(float size, bool bold) =>
        new(bold ? Bold : Regular, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    private static SKTypeface Load(string name)
    {
        using Stream stream = Open(name);
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"The embedded font {name} cannot be read by this SkiaSharp: the package is damaged, install it again.");
    }

    private static Stream Open(string name) =>
        typeof(FigureFont).Assembly.GetManifestResourceStream($"MlNetMasks.Analysis.Fonts.{name}")
        ?? throw new InvalidOperationException($"The embedded font {name} is missing: the package is damaged, install it again.");
}
