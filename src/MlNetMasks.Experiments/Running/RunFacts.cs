using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using MlNetMasks.Analysis;
using MlNetMasks.Data;
using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>The facts of a run for <c>run.json</c>.</summary>
internal static class RunFacts
{
    public static RunInfo Of(
        ExperimentPlan plan, int seed, RunOptions options, ExperimentData data, long maskable, IReadOnlyList<GateResult> gates, IReadOnlyDictionary<string, double> seconds) => new()
        {
            Experiment = plan.Experiment,
            Variant = plan.Variant,
            Seed = seed,
            PipelineFile = plan.FileName,
            Overrides = plan.Overrides,
            Question = plan.Question,
            Network = plan.Network.Kind,
            Scale = plan.Scale == PipelineFile.DefaultName ? "" : plan.Scale,
            Configuration = plan.ToYaml(),
            ConfigurationHash = plan.Hash,
            ControlMask = plan.Masks.FirstOrDefault(mask => mask.Role == MaskRole.Control)?.Name,
            Versions = Versions(),
            Threads = options.Threads,
            Runtime = new Dictionary<string, string>(TorchRuntime.Inspect().Facts) { ["thread choice"] = ThreadChoice(options.Threads), ["mask precision"] = MaskPrecision(plan, maskable) },
            Timings = seconds,
            DataFingerprints = new Dictionary<string, string>
            {
                ["train"] = Fingerprint(data.Train),
                ["validation"] = Fingerprint(data.Validation),
            },
            Notes = data.Notes,
            Gates = [.. gates.Select(gate => new RunGate(gate.Gate.Name ?? "", gate.Gate.Subject, gate.Gate.Expected, gate.Value, gate.IsPassed))],
        };

    private static string Fingerprint(IDataView data) => DataFingerprint.Of(data, new DataFingerprintOptions { MaxRows = long.MaxValue }).Sha256;

    /// <summary>The formats that masks were learned in; what <c>auto</c> becomes depends on the processor.</summary>
    private static string MaskPrecision(ExperimentPlan plan, long maskable)
        => plan.Masks.Count == 0 ? "no masks" : string.Join(", ", plan.Masks.Select(mask => new MaskLearningOptions { Precision = mask.Precision }.PrecisionFor(maskable)).Distinct());

    private static string ThreadChoice(int threads)
        => threads > 0 ? $"{threads}, as asked for" : $"by the size of each stage's work, at most {Environment.ProcessorCount}";

    private static Dictionary<string, string> Versions() => new()
    {
        ["MlNetMasks"] = VersionOf(typeof(ExperimentRunner)),
        [".NET"] = RuntimeInformation.FrameworkDescription,
        ["ML.NET"] = VersionOf(typeof(MLContext)),
        ["TorchSharp"] = VersionOf(typeof(TorchSharp.torch)),
    };

    private static string VersionOf(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return version.Split('+')[0];
    }
}
