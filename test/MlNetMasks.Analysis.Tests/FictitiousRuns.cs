using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

/// <summary>Invented results in the shape of a real add/mul run. No number here was ever measured.</summary>
internal static class FictitiousRuns
{
    public const string Experiment = "fictitious-addmul";

    private static readonly (string Name, int Count)[] Layers =
    [
        ("layers.0.weight", 33_600), ("layers.1.weight", 640_000), ("layers.2.weight", 640_000), ("layers.3.weight", 640_000), ("output.weight", 16_000),
    ];

    public static RunResults Results(int seeds = 3, string variant = "default", string[]? functions = null) =>
        RunResults.FromRuns(Enumerable.Range(1, seeds).Select(seed => Run(seed, variant, functions)));

    public static StoredRun Run(int seed, string variant = "default", string[]? functions = null) =>
        new("", Info(seed, variant), [.. new Maker(seed, variant, functions ?? ["add", "mul"]).Records()]);

    public static RunInfo Info(int seed, string variant = "default") => new()
    {
        Experiment = Experiment,
        Variant = variant,
        Seed = seed,
        Scale = "quick",
        Configuration = "experiment: fictitious-addmul\nnetwork:\n  hidden: [800, 800, 800, 800]\npretrain:\n  steps: 4000\n",
        ConfigurationHash = "0000feedface",
        ControlMask = "control",
        Versions = new Dictionary<string, string> { ["MlNetMasks"] = "0.0.0-fictitious", [".NET"] = "10.0.0" },
        Threads = 2,
        Timings = new Dictionary<string, double> { ["pretrain"] = 61.25 + seed, ["mask control"] = 40.5, ["mask add"] = 41.75, ["mask mul"] = 42 },
        DataFingerprints = new Dictionary<string, string> { ["train"] = "sha256:00aa", ["valid"] = "sha256:00bb" },
        Runtime = new Dictionary<string, string> { ["SIMD"] = "512 bit", ["Allocator"] = "invented" },
        Notes = ["Add/mul has 20,000 distinct inputs: the validation draw overlaps the training draw."],
        Gates =
        [
            new RunGate("addition survives its mask", "accuracy, mask add, set add", ">= 0.95", 0.998, true),
            new RunGate("multiplication dies with the add mask", "accuracy, mask add, set mul", "<= 0.05", 0.012 + (0.03 * (seed - 1)), seed < 3),
        ],
        StartedAt = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
        ElapsedSeconds = 187.5,
    };

    private sealed class Maker(int seed, string variant, string[] functions)
    {
        private readonly string[] _masks = ["control", .. functions];
        private ulong _state = (ulong)seed;

        public IEnumerable<ResultRecord> Records() => [.. Curves(), .. Accuracies(), .. Confusions(), .. Densities(), .. Overlaps(), .. Histograms()];

        private double Noise() => ((Bootstrap.Next(ref _state) >> 11) / (double)(1UL << 53)) - 0.5;

        private ResultRecord Record(
            string stage, string metric, double value, string mask = "", string against = "", Condition condition = Condition.None,
            string set = "", string layer = "", string unit = "", int? step = null) =>
            new(Experiment, variant, seed, stage, mask, against, condition, set, layer, unit, step, metric, value);

        private IEnumerable<ResultRecord> Curves()
        {
            foreach (string stage in (string[])["pretrain", .. _masks])
            {
                string mask = stage == "pretrain" ? "" : stage;
                for (int step = 50; step <= (mask.Length == 0 ? 4000 : 2500); step += 50)
                {
                    double progress = step / (mask.Length == 0 ? 700.0 : 400.0);
                    yield return Record(stage, Metrics.Loss, (2.3 * Math.Exp(-progress) * (1 + (0.4 * Noise()))) + 0.002 + (0.001 * Noise()), mask, step: step);
                    yield return Record(stage, Metrics.Accuracy, Math.Clamp(1 - Math.Exp(-progress) + (0.03 * Noise()), 0, 1), mask, step: step);
                }
            }
        }

        private IEnumerable<ResultRecord> Accuracies()
        {
            foreach (string set in functions)
            {
                yield return Record("evaluate", Metrics.Accuracy, 0.999 + (0.001 * Noise()), condition: Condition.Unmasked, set: set);
                foreach (string mask in _masks)
                {
                    bool kept = mask == "control" || mask == set;
                    yield return Record("evaluate", Metrics.Accuracy, kept ? 0.99 + (0.01 * Noise()) : 0.012 + (0.01 * Noise()), mask, condition: Condition.Mask, set: set);
                    yield return Record("evaluate", Metrics.Accuracy, kept ? 0.02 + (0.02 * Noise()) : 0.21 + (0.1 * Noise()), mask, condition: Condition.Inverse, set: set);
                }
            }
        }

        private IEnumerable<ResultRecord> Confusions()
        {
            foreach ((string mask, Condition condition) in (IEnumerable<(string, Condition)>)
                [("", Condition.Unmasked), .. _masks.SelectMany(mask => new[] { (mask, Condition.Mask), (mask, Condition.Inverse) })])
            {
                foreach (string asked in functions)
                {
                    double own = mask.Length == 0 || ((mask == "control" || mask == asked) == (condition == Condition.Mask)) ? 0.98 + (0.02 * Noise()) : 0.03;
                    double other = mask.Length > 0 && mask != "control" && mask != asked && condition == Condition.Mask ? 0.71 + (0.1 * Noise()) : 0.01;
                    foreach (string against in (string[])[.. functions, "none"])
                    {
                        double share = against == asked ? own : against == "none" ? Math.Max(0, 1 - own - other) : other / (functions.Length - 1);
                        yield return Record("evaluate", Metrics.Confusion, share, mask, against, condition, asked, unit: asked);
                    }
                }
            }
        }

        private IEnumerable<ResultRecord> Densities()
        {
            foreach (string mask in _masks)
            {
                double total = 0;
                for (int layer = 0; layer < Layers.Length; layer++)
                {
                    double density = (mask == "control" ? 0.24 : mask == functions[0] ? 0.11 : 0.17) * (1.6 - (0.25 * layer)) * (1 + (0.1 * Noise()));
                    total += density * Layers[layer].Count;
                    foreach (ResultRecord record in Shares(mask, Layers[layer].Name, Math.Round(density * Layers[layer].Count), Layers[layer].Count))
                    {
                        yield return record;
                    }
                }

                foreach (ResultRecord record in Shares(mask, "", Math.Round(total), Layers.Sum(layer => layer.Count)))
                {
                    yield return record;
                }
            }
        }

        private IEnumerable<ResultRecord> Shares(string mask, string layer, double kept, double maskable)
        {
            yield return Record("analyze", Metrics.Kept, kept, mask, layer: layer);
            yield return Record("analyze", Metrics.Maskable, maskable, mask, layer: layer);
            yield return Record("analyze", Metrics.Density, kept / maskable, mask, layer: layer);
            yield return Record("analyze", Metrics.Shared, mask == "control" ? double.NaN : 0.38 + (0.1 * Noise()), mask, layer: layer);
            yield return Record("analyze", Metrics.ChancePrefix + Metrics.Shared, mask == "control" ? double.NaN : 0.17, mask, layer: layer);
            yield return Record("analyze", Metrics.Remaining, mask == "control" ? 1 : 0.41 + (0.1 * Noise()), mask, layer: layer);
        }

        private IEnumerable<ResultRecord> Overlaps()
        {
            for (int i = 0; i < _masks.Length; i++)
            {
                for (int j = i + 1; j < _masks.Length; j++)
                {
                    foreach (string layer in (string[])[.. Layers.Select(layer => layer.Name), ""])
                    {
                        double chance = 0.11 + (0.05 * Noise());
                        foreach ((string metric, double factor) in new[] { (Metrics.IoU, 1.0), (Metrics.IoMin, 1.7) })
                        {
                            yield return Record("analyze", metric, factor * (0.27 + (0.2 * Noise())), _masks[i], _masks[j], layer: layer);
                            yield return Record("analyze", Metrics.ChancePrefix + metric, factor * chance, _masks[i], _masks[j], layer: layer);
                            yield return Record("analyze", Metrics.ChancePrefix + metric + Metrics.LowSuffix, factor * (chance - 0.01), _masks[i], _masks[j], layer: layer);
                            yield return Record("analyze", Metrics.ChancePrefix + metric + Metrics.HighSuffix, factor * (chance + 0.01), _masks[i], _masks[j], layer: layer);
                        }

                        yield return Record("analyze", Metrics.IntersectionZ, 143 + (20 * Noise()), _masks[i], _masks[j], layer: layer);
                    }
                }
            }
        }

        private IEnumerable<ResultRecord> Histograms()
        {
            foreach (string mask in _masks)
            {
                for (double edge = -12; edge < 12; edge += 0.5)
                {
                    double shift = mask == "control" ? 0.6 : 0;
                    double removed = 420_000 * Math.Exp(-Math.Pow((edge + 4 + shift) / 1.2, 2));
                    double kept = 60_000 * Math.Exp(-Math.Pow((edge - 3 - shift) / 1.5, 2));
                    yield return Record(mask, Metrics.LogitHistogram, Math.Round((removed + kept) * (1 + (0.05 * Noise()))), mask, unit: edge.ToString("R", CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
