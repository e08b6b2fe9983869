using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>One colour per mask or evaluation set, the same in all figures of a variant; distinguishable with the common colour-vision deficiencies.</summary>
internal sealed class MaskPalette
{
    // Okabe and Ito, without yellow and black, which vanish on light and dark pages.
    private static readonly string[] Few = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    // Paul Tol's "muted", its two darkest colours lightened for dark pages, for more masks than the set above has colours.
    private static readonly string[] Many = ["#4B3FB0", "#CC6677", "#117733", "#88CCEE", "#882255", "#DDCC77", "#44AA99", "#AA4499", "#999933", "#6699CC", "#A0452E", "#888888"];

    private static readonly string[] PairColors = ["#7A5195", "#2A9D8F", "#BC6C25", "#577590", "#C2185B", "#6A994E"];

    private readonly Dictionary<string, Color> _colors = new(StringComparer.Ordinal);

    public MaskPalette(VariantResults variant)
    {
        // Masks of a function with other seeds come last: where there are more masks than colours, functions at least can be told apart.
        string[] replicates = [.. variant.FunctionMasks.Where(mask => variant.FunctionOf(mask) != mask)];
        string[] names = [.. variant.FunctionMasks.Except(replicates).Concat(variant.DataSets).Concat(variant.Expressions).Concat(replicates).Where(name => name != variant.ControlMask).Distinct()];
        string[] colors = names.Length <= Few.Length ? Few : Many;
        for (int i = 0; i < names.Length; i++)
        {
            _colors.Add(names[i], Color.FromHex(colors[i % colors.Length]));
        }
    }

    /// <summary>The control mask and everything that is no function.</summary>
    public static Color Neutral { get; } = Color.FromHex("#7B8794");

    public Color this[string name] => _colors.TryGetValue(name, out Color color) ? color : Neutral;

    public static Color Pair(int index) => Color.FromHex(PairColors[index % PairColors.Length]);
}
