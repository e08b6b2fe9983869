using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Class removal in words: does a mask that was learned without some classes remove weights that only these need?</summary>
internal sealed class ClassRemovalAnswer(VariantResults variant)
{
    /// <summary>A class is lost when its accuracy drops by at least this share of what the control's mask reaches.</summary>
    private const double Lost = 0.5;

    /// <summary>The other classes are kept when their accuracies drop by at most this share, on average.</summary>
    private const double Kept = 0.1;

    private const double Learned = FunctionAccuracies.Learned;

    private static readonly string Rule = string.Create(
        CultureInfo.InvariantCulture,
        $"Rule of this report: classes have weights of their own when in every run every mask that was learned without a class loses at least {100 * Lost:0}% of the accuracy that the control's mask reaches on it, and the other classes lose at most {100 * Kept:0}% of theirs, on average. There is no verdict where the control's mask answers less than {100 * Learned:0}% right.");

    /// <param name="sentences">What was said about the whole network and other masks.</param>
    public Verdict Build(IReadOnlyList<string> sentences)
    {
        (double Target, double Others)[] drops = [.. variant.Runs.SelectMany(run => Drops(new VariantResults([run])))];
        if (drops.Length == 0)
        {
            return new Verdict(Outcome.Unknown, "", Rule, sentences);
        }

        int met = drops.Count(drop => drop is { Target: >= Lost, Others: <= Kept });
        Outcome outcome = Verdict.OutcomeOf(met, drops.Length);
        string words = outcome switch
        {
            Outcome.Holds => "Classes have weights of their own",
            Outcome.HoldsInPart => "Only some classes have weights of their own",
            _ => "Classes have no weights of their own",
        };
        return new Verdict(
            outcome, $"{words}: {met} of {ReportText.Plural(drops.Length, "mask")} {(met == 1 ? "loses" : "lose")} what was left out and {(met == 1 ? "keeps" : "keep")} the other classes.", Rule, sentences);
    }

    private static IEnumerable<(double Target, double Others)> Drops(VariantResults run)
    {
        ClassTable table = new(run);
        FunctionAccuracies accuracies = new(run);
        return table.Rows
            .Where(row => run.ControlMask is not { } control || !(accuracies.Find(control, Condition.Mask, row.Set).Mean < Learned))
            .Select(row => (table.Total(row, Metrics.TargetDrop).Mean, table.Total(row, Metrics.MeanOtherDrop).Mean))
            .Where(drop => double.IsFinite(drop.Item1) && double.IsFinite(drop.Item2));
    }
}
