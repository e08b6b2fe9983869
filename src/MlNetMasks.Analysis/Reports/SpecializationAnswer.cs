using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>P_specialize in words: what each mask and its inverse do to its own function and to the others.</summary>
internal sealed class SpecializationAnswer
{
    /// <summary>A function survives when it keeps this share of its unmasked accuracy.</summary>
    public const double Survives = 0.9;

    /// <summary>A function is broken when less than this share of its unmasked accuracy is left.</summary>
    public const double Broken = 0.5;

    // More masks than this are summarised instead of listed.
    private const int MostListed = 4;

    private readonly VariantResults _variant;
    private readonly AccuracyTable _table;
    private readonly string[] _functions;

    public SpecializationAnswer(VariantResults variant)
    {
        _variant = variant;
        _table = new AccuracyTable(variant);
        // A function is a mask with an evaluation set of the same name.
        _functions = [.. variant.FunctionMasks.Where(mask => variant.DataSets.Contains(mask) && Find(mask, Condition.Mask, mask).HasValue)];
    }

    public static string Rule => string.Create(
        CultureInfo.InvariantCulture,
        $"Rule of this report: a function survives with at least {100 * Survives:0}% of its unmasked accuracy and is broken with at most {100 * Broken:0}% of it. P_specialize holds when every mask keeps its own function and breaks the others, and every inverse mask breaks its own.");

    public Verdict Build()
    {
        List<string> sentences = [.. Unmasked()];
        if (_functions.Length == 0)
        {
            sentences.AddRange(_variant.Masks.Select(OtherMask).Where(text => text.Length > 0));
            return new Verdict(Outcome.Unknown, "", sentences);
        }

        sentences.AddRange(_functions.Length <= MostListed ? _functions.SelectMany(Listed) : Summarised());
        (int met, int tested) = Tests();
        if (_functions.Length < 2 || tested == 0 || !(MeanUnmasked().Mean > 0))
        {
            // One function, or a network that solves nothing, says nothing about specialization.
            return new Verdict(Outcome.Unknown, "", sentences);
        }

        Outcome outcome = met == tested ? Outcome.Holds : met == 0 ? Outcome.DoesNotHold : Outcome.HoldsInPart;
        string words = outcome switch
        {
            Outcome.Holds => "P_specialize holds",
            Outcome.HoldsInPart => "P_specialize holds only in part",
            _ => "P_specialize does not hold",
        };
        return new Verdict(outcome, $"{words}: {met} of {ReportText.Plural(tested, "check")} met.", sentences);
    }

    /// <summary>Mean accuracy of the functions with their own mask, and with the masks of other functions.</summary>
    public (SeedMean Own, SeedMean Other) Means() => (
        SeedMean.Of(_functions.Select(function => Find(function, Condition.Mask, function).Mean)),
        SeedMean.Of(_functions.SelectMany(function => Others(function).Select(other => Find(function, Condition.Mask, other).Mean))));

    public SeedMean MeanUnmasked() => SeedMean.Of(_variant.DataSets.Select(set => Find("", Condition.Unmasked, set).Mean));

    private SeedMean Find(string mask, Condition condition, string set) => _table.Find(mask, condition, set);

    private IEnumerable<string> Others(string function) => _functions.Where(other => other != function);

    private IEnumerable<string> Unmasked()
    {
        string[] sets = [.. _variant.DataSets.Where(set => Find("", Condition.Unmasked, set).HasValue)];
        if (sets.Length > 0)
        {
            yield return sets.Length <= MostListed
                ? $"Without a mask the network answers {ReportText.List([.. sets.Select(set => $"{ReportText.Percent(Find("", Condition.Unmasked, set).Mean)} of {set}")])} right."
                : $"Without a mask the network answers {ReportText.Percent(MeanUnmasked().Mean)} right, mean over {sets.Length} evaluation sets.";
        }
    }

    private IEnumerable<string> Listed(string function)
    {
        string[] sets = [function, .. Others(function)];
        yield return $"With the {function} mask, {Describe(function, Condition.Mask, sets)}.";
        if (Find(function, Condition.Inverse, function).HasValue)
        {
            yield return $"With the weights of the {function} mask removed, {Describe(function, Condition.Inverse, sets)}.";
        }
    }

    private string Describe(string mask, Condition condition, IEnumerable<string> sets) => ReportText.List(
        [.. sets.Where(set => Find(mask, condition, set).HasValue).Select(set => $"{set} {Verb(Find(mask, condition, set).Mean, set)} {ReportText.Percent(Find(mask, condition, set).Mean)}")]);

    private string Verb(double accuracy, string set)
    {
        double unmasked = Find("", Condition.Unmasked, set).Mean;
        return double.IsNaN(unmasked) ? "is at" : accuracy >= Survives * unmasked ? "stays at" : accuracy > Broken * unmasked ? "drops to" : "falls to";
    }

    private IEnumerable<string> Summarised()
    {
        (SeedMean own, SeedMean other) = Means();
        yield return $"Over {_functions.Length} masks, a function keeps {ReportText.Percent(own.Mean)} with its own mask and {ReportText.Percent(other.Mean)} with the mask of another function, on average.";
        SeedMean inverse = SeedMean.Of(_functions.Select(function => Find(function, Condition.Inverse, function).Mean));
        if (inverse.HasValue)
        {
            yield return $"With the weights of its own mask removed, a function is left with {ReportText.Percent(inverse.Mean)} on average.";
        }
    }

    /// <summary>A mask that is no function of an evaluation set: say where it loses most.</summary>
    private string OtherMask(string mask)
    {
        (string Set, double Before, double After)[] drops = [.. _variant.DataSets
            .Select(set => (set, Find("", Condition.Unmasked, set).Mean, Find(mask, Condition.Mask, set).Mean))
            .Where(drop => double.IsFinite(drop.Item2) && double.IsFinite(drop.Item3))];
        if (drops.Length == 0)
        {
            return "";
        }

        (string set, double before, double after) = drops.MaxBy(drop => drop.Before - drop.After);
        return after >= before
            ? $"With the {mask} mask no evaluation set loses accuracy."
            : $"With the {mask} mask, {set} loses most: from {ReportText.Percent(before)} to {ReportText.Percent(after)}.";
    }

    private (int Met, int Tested) Tests()
    {
        int met = 0;
        int tested = 0;
        void Test(string mask, Condition condition, string set, bool survives)
        {
            double accuracy = Find(mask, condition, set).Mean;
            double unmasked = Find("", Condition.Unmasked, set).Mean;
            if (double.IsFinite(accuracy) && double.IsFinite(unmasked))
            {
                tested++;
                met += (survives ? accuracy >= Survives * unmasked : accuracy <= Broken * unmasked) ? 1 : 0;
            }
        }

        foreach (string function in _functions)
        {
            Test(function, Condition.Mask, function, survives: true);
            Test(function, Condition.Inverse, function, survives: false);
            foreach (string other in Others(function))
            {
                Test(function, Condition.Mask, other, survives: false);
            }
        }

        return (met, tested);
    }
}
