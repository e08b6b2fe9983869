using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>P_specialize in words: what each mask and its inverse do to its own function and to the others.</summary>
internal sealed class SpecializationAnswer(VariantResults variant)
{
    private const double Survives = FunctionAccuracies.Survives;
    private const double Broken = FunctionAccuracies.Broken;
    private const double Learned = FunctionAccuracies.Learned;

    /// <summary>More masks than this that are no function of an evaluation set are left to the tables.</summary>
    private const int MostOthers = 12;

    private static readonly string Rule = string.Create(
        CultureInfo.InvariantCulture,
        $"Rule of this report: a function survives with at least {100 * Survives:0}% of its unmasked accuracy and is broken with at most {100 * Broken:0}% of it. P_specialize holds when in every run every mask keeps its own function and breaks the others, and every inverse mask breaks its own. There is no verdict on a network that answers less than {100 * Learned:0}% of a function right.");

    private readonly FunctionAccuracies _accuracies = new(variant);

    public Verdict Build()
    {
        IReadOnlyList<string> functions = _accuracies.Functions;
        List<string> sentences = [.. _accuracies.UnmaskedSentence()];
        if (functions.Count == 0)
        {
            // Masks that leave classes out have sentences of their own.
            string[] others = [.. variant.Masks.Except(new ClassTable(variant).Rows.Select(row => row.Mask))];
            sentences.AddRange(others.Length > MostOthers ? [] : others.Select(OtherMask).Where(text => text.Length > 0));
            return new ClassRemovalAnswer(variant).Build(sentences);
        }

        sentences.AddRange(functions.Count <= FunctionAccuracies.MostListed ? functions.SelectMany(Listed) : Summarised());
        (int met, int tested) = Tests();
        if (functions.Count < 2 || tested == 0 || functions.Any(function => _accuracies.Unmasked(function) < Learned))
        {
            return new Verdict(Outcome.Unknown, "", Rule, sentences);
        }

        Outcome outcome = Verdict.OutcomeOf(met, tested);
        string words = outcome switch
        {
            Outcome.Holds => "P_specialize holds",
            Outcome.HoldsInPart => "P_specialize holds only in part",
            _ => "P_specialize does not hold",
        };
        return new Verdict(outcome, $"{words}: {met} of {ReportText.Plural(tested, "check")} met.", Rule, sentences);
    }

    private IEnumerable<string> Listed(string function)
    {
        yield return $"With the {function} mask, {_accuracies.Describe(function, Condition.Mask)}.";
        if (_accuracies.Find(function, Condition.Inverse, function).HasValue)
        {
            yield return $"With the weights of the {function} mask removed, {_accuracies.Describe(function, Condition.Inverse)}.";
        }
    }

    private IEnumerable<string> Summarised()
    {
        (SeedMean own, SeedMean other) = _accuracies.Means(Condition.Mask);
        yield return $"Over {_accuracies.Functions.Count} masks, a function keeps {ReportText.Percent(own.Mean)} with its own mask and {ReportText.Percent(other.Mean)} with the mask of another function, on average.";
        SeedMean inverse = _accuracies.Means(Condition.Inverse).Own;
        if (inverse.HasValue)
        {
            yield return $"With the weights of its own mask removed, a function is left with {ReportText.Percent(inverse.Mean)} on average.";
        }
    }

    /// <summary>A mask that is no function of an evaluation set: say where it loses most.</summary>
    private string OtherMask(string mask)
    {
        (string Set, double Before, double After)[] drops = [.. variant.DataSets
            .Select(set => (set, _accuracies.Unmasked(set), _accuracies.Find(mask, Condition.Mask, set).Mean))
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

    /// <summary>The checks of all runs: a mean could hide that one seed does not do what the others do.</summary>
    private (int Met, int Tested) Tests()
    {
        (int Met, int Tested)[] runs = [.. variant.Runs.Select(run => Tests(new FunctionAccuracies(new VariantResults([run]))))];
        return (runs.Sum(run => run.Met), runs.Sum(run => run.Tested));
    }

    private static (int Met, int Tested) Tests(FunctionAccuracies accuracies)
    {
        int met = 0;
        int tested = 0;
        void Test(string mask, Condition condition, string set, bool survives)
        {
            double accuracy = accuracies.Find(mask, condition, set).Mean;
            double unmasked = accuracies.Unmasked(set);
            if (double.IsFinite(accuracy) && double.IsFinite(unmasked))
            {
                tested++;
                met += (survives ? accuracy >= Survives * unmasked : accuracy <= Broken * unmasked) ? 1 : 0;
            }
        }

        foreach (string function in accuracies.Functions)
        {
            Test(function, Condition.Mask, function, survives: true);
            Test(function, Condition.Inverse, function, survives: false);
            foreach (string other in accuracies.Others(function))
            {
                Test(function, Condition.Mask, other, survives: false);
            }
        }

        return (met, tested);
    }
}
