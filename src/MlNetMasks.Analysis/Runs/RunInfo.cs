using System.Collections.ObjectModel;

namespace MlNetMasks.Analysis;

/// <summary>The facts of one finished run, stored as <c>run.json</c>: configuration, versions, timings, data and gates.</summary>
public sealed record RunInfo
{
    /// <summary>The version of <c>run.json</c> that this library writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Version of the file's form, at least 1.</summary>
    /// <value>Default: <see cref="CurrentFormatVersion"/>.</value>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Name of the experiment; not empty.</summary>
    public required string Experiment { get; init; }

    /// <summary>Variant of the experiment; not empty, <c>default</c> where there is only one.</summary>
    public required string Variant { get; init; }

    /// <summary>Root seed of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Name of the pipeline file, without its folder.</summary>
    /// <value>Default: empty, it is not known.</value>
    public string PipelineFile { get; init; } = "";

    /// <summary>Settings that the command line changed, in the form <c>masks.defaults.steps=100</c>.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>What the report answers, a word of <see cref="RunQuestion"/>.</summary>
    /// <value>Default: <c>specialize</c>.</value>
    public string Question { get; init; } = RunQuestion.Specialize;

    /// <summary>Kind of the network, for example <c>lstm-encoder-decoder</c>.</summary>
    /// <value>Default: empty, it is not known.</value>
    public string Network { get; init; } = "";

    /// <summary>Scale of the run, <c>quick</c> or <c>paper</c>.</summary>
    /// <value>Default: empty, the experiment has only one.</value>
    public string Scale { get; init; } = "";

    /// <summary>The effective configuration as YAML.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>SHA-256 of the effective configuration, hexadecimal.</summary>
    public string ConfigurationHash { get; init; } = "";

    /// <summary>Name of the control mask.</summary>
    /// <value>Default: <see langword="null"/>, the run has none.</value>
    public string? ControlMask { get; init; }

    /// <summary>Version of each part: this library, runtime, ML.NET, libtorch.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Number of threads of the run; 0 when unknown.</summary>
    public int Threads { get; init; }

    /// <summary>Wall time of each stage in seconds.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Fingerprint of each data set, for example its SHA-256.</summary>
    public IReadOnlyDictionary<string, string> DataFingerprints { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Facts of the runtime: SIMD width, allocator, device.</summary>
    public IReadOnlyDictionary<string, string> Runtime { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Notes a reader of the results must see, for example that validation and training examples overlap.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The quality gates and how they ended.</summary>
    public IReadOnlyList<RunGate> Gates { get; init; } = [];

    /// <summary>When the run started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall time of the whole run in seconds.</summary>
    public double ElapsedSeconds { get; init; }
}
