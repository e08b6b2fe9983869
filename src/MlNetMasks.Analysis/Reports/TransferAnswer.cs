using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>
/// Transfer in words: functions were learned one after another, and each could use the weights of those before it. Does it, and do those stay as they were?
/// </summary>
internal sealed class TransferAnswer(VariantResults variant)
{
    /// <summary>A function reuses earlier weights when at least this share of its kept weights is kept by earlier functions too.</summary>
    public const double Reuses = 0.5;

    /// <summary>A function counts as learned when its own mask answers at least this share right.</summary>
    public const double Learned = 0.9;

    private static readonly string Rule = string.Create(
        CultureInfo.InvariantCulture,
        $"Rule of this report: a later function reuses earlier ones when at least {100 * Reuses:0}% of the weights that it keeps behind a first layer of its own are kept by earlier functions too, and that is more than chance gives (above its 95% interval). Only functions that answer at least {100 * Learned:0}% right when they are learned are judged, and only where later ones change neither an answer nor a kept weight of earlier ones.");

    private readonly TransferTable _table = new(variant);

    public Verdict Build()
    {
        List<string> sentences = [.. Accuracy(), .. Intact(), .. _table.Later.Count <= FunctionAccuracies.MostListed ? _table.Later.Select(Share) : Summary()];
        double changed = (_table.Changed(Metrics.AnswersChanged) ?? 0) + (_table.Changed(Metrics.WeightsChanged) ?? 0);
        if (changed > 0)
        {
            return new Verdict(Outcome.Unknown, "Later functions changed earlier ones, so what they reuse says nothing.", Rule, sentences);
        }

        // Run by run: a mean could hide that one seed does not do what the others do.
        bool[] judged = [.. variant.Runs.SelectMany(run => Judge(new TransferTable(new VariantResults([run]))))];
        if (judged.Length == 0)
        {
            return new Verdict(Outcome.Unknown, "", Rule, sentences);
        }

        int reusing = judged.Count(static isReusing => isReusing);
        Outcome outcome = Verdict.OutcomeOf(reusing, judged.Length);
        string words = outcome switch
        {
            Outcome.Holds => "Later functions reuse the weights of earlier ones",
            Outcome.HoldsInPart => "Only some later functions reuse the weights of earlier ones",
            _ => "Later functions do not reuse the weights of earlier ones",
        };
        return new Verdict(outcome, string.Create(CultureInfo.InvariantCulture,
            $"{words}: {reusing} of {ReportText.Plural(judged.Length, "function")}{(variant.Runs.Count == 1 ? "" : $" in {variant.Runs.Count} runs")} {(reusing == 1 ? "takes" : "take")} at least {100 * Reuses:0}% of the kept weights behind the first layer from them."), Rule, sentences);
    }

    /// <summary>Whether each function of a run that was learned reuses earlier weights.</summary>
    private static IEnumerable<bool> Judge(TransferTable table) => table.Later
        .Where(function => table.Reused(function, "").HasValue && table.Retained(function, function).Mean >= Learned)
        .Select(function => table.Reused(function, "").Mean is var share && share >= Reuses
            && (table.Chance(function, "") is not { } chance || share > (double.IsNaN(chance.High) ? chance.Expected : chance.High)));

    private IEnumerable<string> Accuracy()
    {
        double[] own = [.. _table.Functions.Select(function => _table.Retained(function, function).Mean).Where(double.IsFinite)];
        if (own.Length > 0)
        {
            yield return $"When it was learned, a function answered {(own.Length == 1 ? ReportText.Percent(own[0]) : $"{ReportText.Percent(own.Min())} to {ReportText.Percent(own.Max())}")} right with its own mask ({ReportText.Plural(own.Length, "function")}).";
        }
    }

    private IEnumerable<string> Intact()
    {
        (double? answers, double? weights) = (_table.Changed(Metrics.AnswersChanged), _table.Changed(Metrics.WeightsChanged));
        if (answers is 0 && weights is 0)
        {
            yield return "Later functions changed no answer and no kept weight of earlier ones, to the last bit.";
        }
        else if (answers > 0 || weights > 0)
        {
            yield return $"Later functions changed {ReportText.Count(answers ?? 0)} answers and {ReportText.Count(weights ?? 0)} kept weights of earlier ones, over all pairs of functions.";
        }
    }

    private string Share(string function)
    {
        IntervalMean reused = _table.ReusedInterval(function, "");
        string interval = double.IsNaN(reused.Low) ? "" : $" ({ReportText.Percent(reused.Low)} to {ReportText.Percent(reused.High)}, 95% interval over the seeds)";
        string share = $"Of the weights that {function} keeps behind the first layer, {ReportText.Percent(reused.Mean)}{interval} are kept by earlier functions too";
        return _table.Chance(function, "") is { } chance
            ? $"{share}; chance would give {ReportText.Percent(chance.Expected)} ({ReportText.Percent(chance.Low)} to {ReportText.Percent(chance.High)})."
            : share + ".";
    }

    private IEnumerable<string> Summary()
    {
        double Mean(Func<string, double> value) => SeedMean.Of(_table.Later.Select(value)).Mean;
        yield return $"Of the weights that a later function keeps behind the first layer, {ReportText.Percent(Mean(function => _table.Reused(function, "").Mean))} are kept by earlier functions too, mean over {_table.Later.Count} functions; chance would give {ReportText.Percent(Mean(function => _table.Chance(function, "")?.Expected ?? double.NaN))}. The last one, {_table.Later[^1]}, shares {ReportText.Percent(_table.Reused(_table.Later[^1], "").Mean)}.";
    }
}
