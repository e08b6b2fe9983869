using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>What the network does for each function under a condition, as numbers and in words.</summary>
internal sealed class FunctionAccuracies
{
    /// <summary>A function survives when it keeps this share of its unmasked accuracy.</summary>
    public const double Survives = 0.9;

    /// <summary>A function is broken when less than this share of its unmasked accuracy is left.</summary>
    public const double Broken = 0.5;

    /// <summary>A network that answers a smaller share of a function right has not learned it, and its masks say nothing about it.</summary>
    public const double Learned = 0.5;

    /// <summary>More functions than this are summarised instead of listed.</summary>
    public const int MostListed = 4;

    private readonly VariantResults _variant;
    private readonly AccuracyTable _table;

    public FunctionAccuracies(VariantResults variant)
    {
        _variant = variant;
        _table = new AccuracyTable(variant);
        // A function is a mask with an evaluation set of the same name.
        Functions = [.. variant.FunctionMasks.Where(mask => variant.DataSets.Contains(mask) && (Find(mask, Condition.Mask, mask).HasValue || Find(mask, Condition.Inverse, mask).HasValue))];
    }

    public IReadOnlyList<string> Functions { get; }

    public SeedMean Find(string mask, Condition condition, string set) => _table.Find(mask, condition, set);

    public double Unmasked(string set) => Find("", Condition.Unmasked, set).Mean;

    public IEnumerable<string> Others(string function) => Functions.Where(other => other != function);

    /// <summary>Mean accuracy of the functions with their own mask, and with the masks of other functions.</summary>
    public (SeedMean Own, SeedMean Other) Means(Condition condition) => (
        SeedMean.Of(Functions.Select(function => Find(function, condition, function).Mean)),
        SeedMean.Of(Functions.SelectMany(function => Others(function).Select(other => Find(function, condition, other).Mean))));

    public SeedMean MeanUnmasked() => SeedMean.Of(_variant.DataSets.Select(Unmasked));

    /// <summary>What the whole network does; no sentence without such results.</summary>
    public IEnumerable<string> UnmaskedSentence()
    {
        string[] sets = [.. _variant.DataSets.Where(set => Find("", Condition.Unmasked, set).HasValue)];
        if (sets.Length > 0)
        {
            yield return sets.Length <= MostListed
                ? $"Without a mask the network answers {ReportText.List([.. sets.Select(set => $"{ReportText.Percent(Unmasked(set))} of {set}")])} right."
                : $"Without a mask the network answers {ReportText.Percent(MeanUnmasked().Mean)} right, mean over {sets.Length} evaluation sets.";
        }
    }

    /// <summary>"add stays at 99.0% and mul falls to 1.0%", its own function first.</summary>
    public string Describe(string mask, Condition condition) => ReportText.List(
        [.. Others(mask).Prepend(mask).Where(set => Find(mask, condition, set).HasValue).Select(set => $"{set} {Verb(Find(mask, condition, set).Mean, set)} {ReportText.Percent(Find(mask, condition, set).Mean)}")]);

    private string Verb(double accuracy, string set)
    {
        double unmasked = Unmasked(set);
        return double.IsNaN(unmasked) ? "is at" : accuracy >= Survives * unmasked ? "stays at" : accuracy > Broken * unmasked ? "drops to" : "falls to";
    }
}
