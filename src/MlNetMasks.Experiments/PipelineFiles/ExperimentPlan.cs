using System.Security.Cryptography;
using System.Text;
using MlNetMasks.Analysis;
using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The effective configuration of one variant at one scale: complete, typed and checked as far as that is possible without data.</summary>
public sealed record ExperimentPlan
{
    private readonly Settings _settings;

    internal ExperimentPlan(Settings settings)
    {
        _settings = settings;
    }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Figure or section of the paper; <see langword="null"/> when the file names none.</summary>
    public string? Figure { get; init; }

    /// <summary>What the experiment shows; <see langword="null"/> when the file does not say.</summary>
    public string? Description { get; init; }

    /// <summary>What the report answers, a word of <see cref="RunQuestion"/>.</summary>
    /// <value>Default: <c>specialize</c>.</value>
    public string Question { get; init; } = RunQuestion.Specialize;

    /// <summary>Name of the pipeline file without its folder; empty when the plan comes from no file.</summary>
    public string FileName { get; init; } = "";

    /// <summary>The overrides of the command line, as they were given.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Name of the variant; <c>default</c> in a file without variants.</summary>
    public required string Variant { get; init; }

    /// <summary>Name of the scale; <c>default</c> in a file without scales.</summary>
    public required string Scale { get; init; }

    /// <summary>Full path of the pipeline file's folder, against which paths in it are resolved.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The data.</summary>
    public required DataPlan Data { get; init; }

    /// <summary>The network.</summary>
    public required NetworkPlan Network { get; init; }

    /// <summary>How the network learns the full problem before masks are learned; <see langword="null"/> where there is a <see cref="Sequence"/> instead.</summary>
    public PretrainPlan? Pretrain { get; init; }

    /// <summary>That functions are learned one after another, weights and masks together; <see langword="null"/> where there is a <see cref="Pretrain"/> instead.</summary>
    public SequencePlan? Sequence { get; init; }

    /// <summary>The copy of one output slot's weights over another's before the masks; <see langword="null"/> for none.</summary>
    public CopySlotPlan? CopySlot { get; init; }

    /// <summary>The masks in the order in which they are learned; may be empty.</summary>
    public required IReadOnlyList<MaskPlan> Masks { get; init; }

    /// <summary>The masks made of others by set expressions; may be empty.</summary>
    public IReadOnlyList<ExpressionPlan> Expressions { get; init; } = [];

    /// <summary>The evaluation.</summary>
    public required EvaluationPlan Evaluation { get; init; }

    /// <summary>The results that a run must reach; may be empty.</summary>
    public required IReadOnlyList<GatePlan> Gates { get; init; }

    /// <summary>Makes the network's architecture.</summary>
    public required Func<NetworkSpec> CreateNetwork { get; init; }

    /// <summary>Makes the smallest architecture that the same data fits, for a dry run.</summary>
    public required Func<NetworkSpec> CreateSmallestNetwork { get; init; }

    /// <summary>Opens the data.</summary>
    public required Func<DataRequest, ExperimentData> OpenData { get; init; }

    /// <summary>Every row filter of the plan: of pretraining, masks and evaluation sets.</summary>
    /// <returns>The filters.</returns>
    public IEnumerable<RowsPlan> AllRows()
        => new[] { Pretrain?.Rows }.Concat(Masks.Select(mask => mask.Rows)).Concat(Evaluation.Sets.Select(set => set.Rows)).OfType<RowsPlan>();

    /// <summary>SHA-256, in lower-case hexadecimal, of <see cref="ToYaml"/> without description, figure and question, which change no result.</summary>
    public string Hash => HashOf(ConfigurationText);

    /// <summary>SHA-256, in lower-case hexadecimal, of the settings that pretraining depends on: data, network and pretraining itself.</summary>
    public string PretrainingHash => HashOf(CanonicalYaml.Write(_settings, variant: "", scale: "", key => key is "data" or "network" or "pretrain"));

    /// <summary>The effective configuration without what changes no result.</summary>
    internal string ConfigurationText => CanonicalYaml.Write(_settings, Variant, Scale, withProse: false);

    /// <summary>The effective configuration in canonical form: every default written out, keys in a fixed order. It is itself a pipeline file that resolves to this plan.</summary>
    /// <returns>YAML text with <c>\n</c> line ends.</returns>
    public string ToYaml() => CanonicalYaml.Write(_settings, Variant, Scale, withProse: true);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Resolves a path of the pipeline file.</summary>
    /// <param name="path">A path relative to the pipeline file, or an absolute one.</param>
    /// <returns>The full path.</returns>
    public string ResolvePath(string path) => Path.GetFullPath(path, BaseFolder);
}
