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

    public Verdict Build()
    {
        List<string> sentences = [.. _accuracies.UnmaskedSentence()];
        foreach (string function in _accuracies.Functions)
        {
            sentences.AddRange(Sentences(function));
        }

        // Where layers were restored, the plain inverse mask still is what the property is defined by.
        Condition condition = Inverses.FirstOrDefault(inverse => Cases(inverse).Any());
        (string Function, string Other, double Share)[] cases = [.. Cases(condition)];
        string rule = string.Create(
            CultureInfo.InvariantCulture,
            $"Rule of this report: where removing the weights of one place breaks that place (at most {100 * Broken:0}% of its unmasked accuracy is left), P_reuse demands that every other place breaks too; it fails where the other keeps at least {100 * Survives:0}%. Judged by the condition {(cases.Length == 0 ? ConditionNames.ToText(Condition.Inverse) : ConditionNames.ToText(condition))}.");
        if (cases.Length == 0)
        {
            return new Verdict(Outcome.Unknown, "", rule, sentences);
        }

        int broken = cases.Count(found => found.Share <= Broken);
        int surviving = cases.Count(found => found.Share >= Survives);
        string of = $"of {ReportText.Plural(cases.Length, "check")}";
        return broken == cases.Length ? new Verdict(Outcome.Holds, $"P_reuse holds: the other place breaks too in {broken} {of}.", rule, sentences)
            : surviving == cases.Length ? new Verdict(Outcome.DoesNotHold, $"P_reuse fails: the other place survives in {surviving} {of}.", rule, sentences)
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

    /// <summary>Share of its unmasked accuracy that another place keeps, where the inverse mask breaks its own place.</summary>
    private IEnumerable<(string Function, string Other, double Share)> Cases(Condition inverse) =>
        from function in _accuracies.Functions
        where Kept(function, inverse, function) <= Broken
        from other in _accuracies.Others(function)
        let share = Kept(function, inverse, other)
        where double.IsFinite(share)
        select (function, other, share);

    private double Kept(string mask, Condition condition, string set)
    {
        double unmasked = _accuracies.Unmasked(set);
        return unmasked > 0 ? _accuracies.Find(mask, condition, set).Mean / unmasked : double.NaN;
    }
}
