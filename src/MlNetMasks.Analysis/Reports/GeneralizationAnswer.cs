using System.Globalization;

namespace MlNetMasks.Analysis;

/// <summary>
/// Split-specific weights in words. The control mask keeps what the whole solution needs; a split's mask keeps what the split's training data needs. What the split's mask loses on the
/// held-out data against the control is done by weights that only the held-out data needs: the solution has not one rule for both.
/// </summary>
internal sealed class GeneralizationAnswer(VariantResults variant)
{
    /// <summary>A split loses accuracy when the mean drop over the seeds is at least this large.</summary>
    public const double Loses = 0.1;

    /// <summary>A split that loses less tells something only where the control answers at least this share right.</summary>
    public const double Solved = 0.5;

    private static readonly string Rule = string.Create(
        CultureInfo.InvariantCulture,
        $"Rule of this report: a split loses accuracy when, in the mean over the seeds, its mask answers at least {100 * Loses:0} percentage points less of its held-out set right than the control mask does; then the solution holds weights that only held-out data needs. A split that loses less is judged only where the control answers at least {100 * Solved:0}% right. Where there is only one function mask, each evaluation set is looked at like a split, and one that loses is enough.");

    private readonly SplitMeasures _measures = new(variant);

    public Verdict Build()
    {
        List<string> sentences = [.. new FunctionAccuracies(variant).UnmaskedSentence()];
        if (_measures.BaselineOf is { } trained)
        {
            sentences.Add($"There are no masks: the network is the baseline of the split {trained}, its only evaluation set.");
            return new Verdict(Outcome.Unknown, "", Rule, sentences);
        }

        if (_measures.Splits.Count == 0)
        {
            sentences.Add(variant.Masks.Count == 0 ? "There are no masks, so nothing says which weights the held-out data needs."
                : variant.ControlMask is null ? "There is no control mask, so there is nothing to compare the masks with."
                : "No evaluation set bears the name of a mask and was tested with that mask and with the control.");
            return new Verdict(Outcome.Unknown, "", Rule, sentences);
        }

        sentences.AddRange(_measures.Splits.Select(Describe));
        sentences.AddRange(new RemovedWeights(variant).Sentences());
        GeneralizationSplit[] judged = [.. _measures.Splits.Where(IsJudged)];
        if (judged.Length == 0)
        {
            return new Verdict(Outcome.Unknown, "", Rule, sentences);
        }

        int losing = judged.Count(IsLosing);
        Outcome outcome = losing == 0 ? Outcome.DoesNotHold : losing == judged.Length || _measures.OnlyMask is not null ? Outcome.Holds : Outcome.HoldsInPart;
        string words = outcome switch
        {
            Outcome.Holds => "The solution holds weights that only held-out data needs",
            Outcome.HoldsInPart => "The solution holds weights that only some of the held-out data needs",
            _ => "The solution holds no weights that only held-out data needs",
        };
        string noun = _measures.OnlyMask is null ? "split" : "evaluation set";
        string mask = _measures.OnlyMask is null ? losing == 1 ? "its own mask" : "their own masks" : $"the {_measures.OnlyMask} mask";
        return new Verdict(outcome, string.Create(CultureInfo.InvariantCulture,
            $"{words}: {losing} of {ReportText.Plural(judged.Length, noun)} {(losing == 1 ? "loses" : "lose")} at least {100 * Loses:0} points with {mask}."), Rule, sentences);
    }

    private static bool IsJudged(GeneralizationSplit split) => split.Drop.HasValue && (IsLosing(split) || split.Control.Mean >= Solved);

    // Rounded, because 0.9 - 0.8 is a little less than 0.1.
    private static bool IsLosing(GeneralizationSplit split) => Math.Round(split.Drop.Mean, 9) >= Loses;

    private static string Describe(GeneralizationSplit split)
    {
        string numbers = $"On {split.Split}, the control mask answers {ReportText.Percent(split.Control.ToMean())} right and the {split.Mask} mask {ReportText.Percent(split.SplitMask.ToMean())}";
        if (!split.Drop.HasValue)
        {
            return $"{numbers}; no seed has both.";
        }

        double points = 100 * split.Drop.Mean;
        string change = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(points):0.0} points {(points < 0 ? "more" : "less")}");
        string seeds = split.Drop.SeedCount > 1 ? string.Create(CultureInfo.InvariantCulture, $", mean over {split.Drop.SeedCount} seeds") : "";
        return $"{numbers}: {change}{seeds}.{(IsJudged(split) ? "" : " The control does not solve this set either, so it is not judged.")}";
    }
}
