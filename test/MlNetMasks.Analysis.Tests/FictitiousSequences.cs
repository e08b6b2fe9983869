using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

/// <summary>Invented results in the shape of runs on sequences. No number here was ever measured.</summary>
internal static class FictitiousSequences
{
    public static readonly string[] Splits = ["jump", "length", "turn_left"];

    private static readonly string[] Actions = ["I_WALK", "I_LOOK", "I_RUN", "I_JUMP", "I_TURN_LEFT", "I_TURN_RIGHT"];

    /// <summary>A network of each kind with a mask per split, and their baselines.</summary>
    public static RunResults Scan(int seeds = 2) => RunResults.FromRuns(Enumerable.Range(1, seeds).SelectMany(seed => (StoredRun[])
    [
        Split(seed, "fictitious-lstm", "lstm-encoder-decoder"), Split(seed, "fictitious-transformer", "transformer"),
        .. Splits.SelectMany(split => new[] { Baseline(seed, "lstm-encoder-decoder", split), Baseline(seed, "transformer", split) }),
    ]));

    /// <summary>Masks of easy questions, a module per experiment.</summary>
    public static RunResults Modules(int seeds = 2) => RunResults.FromRuns(Enumerable.Range(1, seeds).SelectMany(seed => new[]
    {
        Module(seed, "fictitious-add", ["easy", "medium", "hard", "interpolate", "extrapolate"]), Module(seed, "fictitious-sort", ["easy", "medium", "hard", "interpolate", "extrapolate"]),
        Module(seed, "fictitious-differentiate", ["easy", "medium", "hard", "interpolate"]),
    }));

    public static StoredRun Split(int seed, string experiment, string network)
    {
        double noise = 0.01 * ((seed % 3) - 1);
        List<ResultRecord> records = [];
        ResultRecord Record(string stage, string metric, double value, string mask, Condition condition = Condition.None, string set = "", string unit = "", string against = "", string layer = "") =>
            new(experiment, "default", seed, stage, mask, against, condition, set, layer, unit, null, metric, Math.Clamp(value, 0, 1e6));
        foreach (string set in (string[])["simple", .. Splits])
        {
            foreach (string mask in (string[])["", "control", .. Splits])
            {
                Condition condition = mask.Length == 0 ? Condition.Unmasked : Condition.Mask;
                double accuracy = mask != set ? 0.98 + noise : set switch { "jump" => 0.32, "length" => 0.71, _ => 0.95 } + noise;
                records.Add(Record(Stages.Evaluate, Metrics.Accuracy, accuracy, mask, condition, set));
                for (int length = 1; length <= 9; length++)
                {
                    string unit = length.ToString(CultureInfo.InvariantCulture);
                    records.Add(Record(Stages.Evaluate, Metrics.AccuracyByLength, accuracy - (mask == set ? 0.03 * length : 0.003 * length), mask, condition, set, unit));
                    records.Add(Record(Stages.Evaluate, Metrics.CountByLength, 100 * length, mask, condition, set, unit));
                }

                foreach (string action in Actions)
                {
                    records.Add(Record(Stages.Evaluate, Metrics.AccuracyByToken, mask == set && action == "I_JUMP" ? 0.4 * accuracy : accuracy, mask, condition, set, action));
                    records.Add(Record(Stages.Evaluate, Metrics.CountByToken, 500, mask, condition, set, action));
                }
            }
        }

        foreach (string mask in Splits)
        {
            for (int token = 0; token < Actions.Length; token++)
            {
                records.Add(Record(Stages.Analyze, Metrics.RemovedPerToken, (mask == "jump" && token == 3 ? 0.61 : 0.08 + (0.03 * token)) + noise, mask, unit: Actions[token], against: "control", layer: "output.weight"));
            }

            records.Add(Record(Stages.Analyze, Metrics.RemovedPerToken, 0.02, mask, unit: "<end>", against: "control", layer: "output.weight"));
        }

        RunInfo info = FictitiousRuns.Info(seed) with { Experiment = experiment, Network = network, Question = RunQuestion.Generalize, Gates = [] };
        return new StoredRun("", info, records)
        {
            ChangedAnswers =
            [
                new(experiment, "default", seed, "jump", "jump", 17, "jump twice and run left", "I_JUMP I_JUMP I_TURN_LEFT I_RUN", "I_JUMP I_JUMP I_TURN_LEFT I_RUN", "I_WALK I_WALK I_TURN_LEFT I_RUN"),
                new(experiment, "default", seed, "jump", "jump", 3, "jump left", "I_TURN_LEFT I_JUMP", "I_TURN_LEFT I_JUMP", ""),
                new(experiment, "default", seed, "length", "length", 5, "run around left thrice", "I_TURN_LEFT I_RUN", "I_TURN_LEFT I_RUN", "I_TURN_LEFT"),
            ],
        };
    }

    public static StoredRun Baseline(int seed, string network, string split)
    {
        string variant = $"{network}-{split}";
        ResultRecord record = new("fictitious-baseline", variant, seed, Stages.Evaluate, "", "", Condition.Unmasked, split, "", "", null, Metrics.Accuracy, split == "jump" ? 0.01 * seed : 0.1);
        RunInfo info = FictitiousRuns.Info(seed, variant) with { Experiment = "fictitious-baseline", Network = network, Question = RunQuestion.Generalize, ControlMask = null, Gates = [] };
        return new StoredRun("", info, [record]);
    }

    public static StoredRun Module(int seed, string experiment, string[] sets)
    {
        double noise = 0.01 * ((seed % 3) - 1);
        ResultRecord Record(string mask, int set) => new(
            experiment, "default", seed, Stages.Evaluate, mask, "", mask.Length == 0 ? Condition.Unmasked : Condition.Mask, sets[set], "", "", null, Metrics.Accuracy,
            (mask == "easy" ? 0.95 - (0.2 * set) : 0.97 - (0.04 * set)) + noise);
        RunInfo info = FictitiousRuns.Info(seed) with { Experiment = experiment, Network = "transformer", Question = RunQuestion.Generalize, Gates = [] };
        return new StoredRun("", info, [.. ((string[])["", "control", "easy"]).SelectMany(mask => sets.Select((_, set) => Record(mask, set)))]);
    }
}
