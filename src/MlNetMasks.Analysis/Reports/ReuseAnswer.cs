using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>
/// P_reuse in words: the functions are one and the same task in several places. Removing the weights that one place uses must break the other
/// place too, if both use the same weights.
/// </summary>
internal sealed class ReuseAnswer(VariantResults variant)
{
    /// <summary>The other place has weights of its own when it keeps this share of its unmasked accuracy.</summary>
    private const double Survives = 0.8;

    private const double Broken = FunctionAccuracies.Broken;

    private static readonly Condition[] Inverses = [Condition.Inverse, Condition.InverseIoControl, Condition.InverseIoOnes];

    private readonly FunctionAccuracies _accuracies = new(variant);
    private readonly FunctionAccuracies[] _runs = [.. variant.Runs.Select(run => new FunctionAccuracies(new VariantResults([run])))];

    public Verdict Build()
    {
        List<string> sentences = [.. _accuracies.UnmaskedSentence()];
        foreach (string function in _accuracies.Functions)
        {
            sentences.AddRange(Sentences(function));
        }

        // Where layers were restored, the plain inverse mask still is what the property is defined by.
        Condition condition = Inverses.FirstOrDefault(inverse => Cases(inverse).Any());
        double[] shares = [.. Cases(condition)];
        string rule = string.Create(
            CultureInfo.InvariantCulture,
            $"Rule of this report: where removing the weights of one place breaks that place (at most {100 * Broken:0}% of its unmasked accuracy is left), P_reuse demands that every other place breaks too; it fails where the other keeps at least {100 * Survives:0}%. Masks that keep less than {100 * FunctionAccuracies.Survives:0}% of their own place are not judged. Every pair of places of every run is a check, by the condition {(shares.Length == 0 ? ConditionNames.ToText(Condition.Inverse) : ConditionNames.ToText(condition))}.");
        if (shares.Length == 0)
        {
            return new Verdict(Outcome.Unknown, "", rule, sentences);
        }

        int broken = shares.Count(share => share <= Broken);
        int surviving = shares.Count(share => share >= Survives);
        string of = $"of {ReportText.Plural(shares.Length, "check")}";
        return broken == shares.Length ? new Verdict(Outcome.Holds, $"P_reuse holds: the other place breaks too in {broken} {of}.", rule, sentences)
            : broken + surviving == 0 ? new Verdict(
                Outcome.Unknown, string.Create(CultureInfo.InvariantCulture, $"P_reuse is undecided: the other place keeps between {100 * Broken:0}% and {100 * Survives:0}% in all {ReportText.Plural(shares.Length, "check")}."), rule, sentences)
            : surviving == shares.Length ? new Verdict(Outcome.DoesNotHold, $"P_reuse fails: the other place survives in {surviving} {of}.", rule, sentences)
            : new Verdict(Outcome.HoldsInPart, $"P_reuse holds only in part: the other place breaks too in {broken} and survives in {surviving} {of}.", rule, sentences);
    }

    private IEnumerable<string> Sentences(string function)
    {
        if (_accuracies.Find(function, Condition.Mask, function).HasValue)
        {
            yield return $"With the {function} mask, {_accuracies.Describe(function, Condition.Mask)}.";
        }

        foreach (Condition inverse in Inverses.Where(inverse => _accuracies.Find(function, inverse, function).HasValue))
        {
            string restored = inverse switch
            {
                Condition.InverseIoControl => ", but the control's in the first and last layer",
                Condition.InverseIoOnes => ", but none of the first and last layer",
                _ => "",
            };
            yield return $"With the weights of the {function} mask removed{restored}, {_accuracies.Describe(function, inverse)}.";
        }
    }

    /// <summary>Shares of their unmasked accuracy that other places keep, where a mask does its own place and its inverse breaks it.</summary>
    private IEnumerable<double> Cases(Condition inverse) =>
        from accuracies in _runs
        from function in accuracies.Functions
        where !(Kept(accuracies, function, Condition.Mask, function) < FunctionAccuracies.Survives) && Kept(accuracies, function, inverse, function) <= Broken
        from other in accuracies.Others(function)
        let share = Kept(accuracies, function, inverse, other)
        where double.IsFinite(share)
        select share;

    private static double Kept(FunctionAccuracies accuracies, string mask, Condition condition, string set)
    {
        double unmasked = accuracies.Unmasked(set);
        return unmasked > 0 ? accuracies.Find(mask, condition, set).Mean / unmasked : double.NaN;
    }
}
