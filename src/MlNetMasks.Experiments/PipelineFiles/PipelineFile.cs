using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>
/// A pipeline file, checked in all its variants and scales. The effective configuration is made in this order, later ones winning:
/// the file itself, the scale, the variant, the variant's own settings for that scale, the overrides of the command line.
/// </summary>
public sealed class PipelineFile
{
    /// <summary>Name of the only variant of a file without <c>variants</c>, and of the only scale of a file without <c>scales</c>.</summary>
    public const string DefaultName = "default";

    private readonly PipelineVocabulary _vocabulary;
    private readonly MapNode _base;
    private readonly MapNode? _variants;
    private readonly MapNode? _scales;
    private readonly Dictionary<string, IReadOnlyList<string>> _variantsOfScale;

    private PipelineFile(string path, PipelineVocabulary vocabulary, MapNode root, PipelineErrors errors)
    {
        Path = path;
        _vocabulary = vocabulary;
        string[] outer = [PipelineKeys.DefaultScale, PipelineKeys.Scales, PipelineKeys.Variants];
        SectionSpec content = PipelineKeys.Experiment(vocabulary);
        SectionSpec.ReportUnknownKeys(root, [.. content.Table.Names, .. outer], errors);
        _base = root with { Entries = [.. root.Entries.Where(entry => content.Table.Names.Contains(entry.Key))] };
        _variants = Overlays.Read(root, PipelineKeys.Variants, [.. content.Table.Names.Where(name => name != "experiment"), PipelineKeys.Scales], errors);
        _scales = Overlays.Read(root, PipelineKeys.Scales, [.. content.Table.Names.Where(name => name != "experiment"), PipelineKeys.Variants], errors);
        Variants = _variants is null ? [DefaultName] : [.. _variants.Entries.Select(entry => entry.Key)];
        Scales = _scales is null ? [DefaultName] : [.. _scales.Entries.Select(entry => entry.Key)];
        _variantsOfScale = VariantsOfScales(errors);
        DefaultScale = Scales.Count > 0 ? Scales[0] : DefaultName;
        if (root.Find(PipelineKeys.DefaultScale) is { } chosen && PipelineKeys.DefaultScaleKey.Value.Read(chosen.Value, errors) is string scale)
        {
            DefaultScale = scale;
            if (!Scales.Contains(scale))
            {
                errors.Add(chosen.Value.Place, $"there is no scale '{scale}'{NearestName.Question(scale, Scales)} Scales: {string.Join(", ", Scales)}.");
            }
        }
    }

    /// <summary>Path of the file as it was given.</summary>
    public string Path { get; }

    /// <summary>Name of the experiment.</summary>
    public string Experiment { get; private set; } = "";

    /// <summary>What the experiment shows; <see langword="null"/> when the file does not say.</summary>
    public string? Description { get; private set; }

    /// <summary>Names of the variants in the order of the file; <see cref="DefaultName"/> alone when it has none.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>Names of the scales in the order of the file; <see cref="DefaultName"/> alone when it has none.</summary>
    public IReadOnlyList<string> Scales { get; }

    /// <summary>The scale used when none is asked for.</summary>
    public string DefaultScale { get; }

    /// <summary>Reads a file and checks it in all its variants and scales.</summary>
    /// <param name="path">Path of the file; at most 1 MiB of UTF-8 YAML.</param>
    /// <param name="vocabulary">What the file can name; <see langword="null"/> for what comes with the program.</param>
    /// <returns>The checked file.</returns>
    /// <exception cref="PipelineFileException">The file is missing, unreadable or has faults; all that could be found are listed.</exception>
    public static PipelineFile Load(string path, PipelineVocabulary? vocabulary = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var errors = new PipelineErrors();
        return Check(path, ConfigNodeReader.ReadFile(path, errors), vocabulary, errors);
    }

    /// <summary>Reads a file from text, for example the one stored with a run.</summary>
    /// <param name="path">The name messages use; its folder resolves paths in the file.</param>
    /// <param name="text">The YAML text.</param>
    /// <param name="vocabulary">What the file can name; <see langword="null"/> for what comes with the program.</param>
    /// <returns>The checked file.</returns>
    /// <exception cref="PipelineFileException">The text has faults; all that could be found are listed.</exception>
    public static PipelineFile Parse(string path, string text, PipelineVocabulary? vocabulary = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(text);
        var errors = new PipelineErrors();
        return Check(path, ConfigNodeReader.ReadText(path, text, hasLines: true, errors), vocabulary, errors);
    }

    /// <summary>The variants that are run at a scale when none is asked for: those that the scale lists under <c>variants</c>, otherwise all.</summary>
    /// <param name="scale">Name of the scale; <see langword="null"/> for <see cref="DefaultScale"/>.</param>
    /// <returns>Names of variants, at least one.</returns>
    /// <exception cref="PipelineFileException">There is no such scale.</exception>
    public IReadOnlyList<string> VariantsAt(string? scale = null)
    {
        RequireKnown("scale", scale ?? DefaultScale, Scales);
        return _variantsOfScale.GetValueOrDefault(scale ?? DefaultScale, Variants);
    }

    /// <summary>Makes the effective configuration of one variant at one scale.</summary>
    /// <param name="variant">Name of the variant; <see langword="null"/> for the first one of the scale.</param>
    /// <param name="scale">Name of the scale; <see langword="null"/> for <see cref="DefaultScale"/>.</param>
    /// <param name="overrides">Overrides in the form <c>masks.functions.add.beta=1e-4</c>, applied in order; <see langword="null"/> for none.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="PipelineFileException">There is no such variant or scale, or an override has a fault.</exception>
    public ExperimentPlan Resolve(string? variant = null, string? scale = null, IEnumerable<string>? overrides = null)
    {
        var errors = new PipelineErrors();
        scale ??= DefaultScale;
        RequireKnown("scale", scale, Scales);
        variant ??= VariantsAt(scale)[0];
        RequireKnown("variant", variant, Variants);
        ExperimentPlan? plan = Build(variant, scale, overrides ?? [], errors);
        errors.ThrowIfAny();
        return plan ?? throw new InvalidOperationException("A plan without faults was not built.");
    }

    private static PipelineFile Check(string path, ConfigNode root, PipelineVocabulary? vocabulary, PipelineErrors errors)
    {
        if (root is not MapNode map)
        {
            errors.Add(root.Place, $"a pipeline file is a mapping that starts with 'experiment: <name>', found {root.Found}.");
            throw errors.ToException();
        }

        var file = new PipelineFile(path, vocabulary ?? PipelineVocabulary.Default, map, errors);
        foreach (string variant in file.Variants)
        {
            foreach (string scale in file.Scales)
            {
                if (file.Build(variant, scale, [], errors) is { } plan)
                {
                    (file.Experiment, file.Description) = (plan.Experiment, plan.Description);
                }
            }
        }

        errors.ThrowIfAny();
        return file;
    }

    private ExperimentPlan? Build(string variant, string scale, IEnumerable<string> overrides, PipelineErrors allErrors)
    {
        var errors = new PipelineErrors();
        string[] given = [.. overrides];
        ConfigNode node = _base;
        MapNode? ofVariant = _variants?.Find(variant)?.Value as MapNode;
        ConfigNode?[] layers =
        [
            Without(_scales?.Find(scale)?.Value as MapNode, PipelineKeys.Variants),
            Without(ofVariant, PipelineKeys.Scales),
            (ofVariant?.Find(PipelineKeys.Scales)?.Value as MapNode)?.Find(scale)?.Value,
            .. given.Select(text => Override.Parse(text, errors)),
        ];
        foreach (MapNode layer in layers.OfType<MapNode>())
        {
            node = ConfigMerge.Merge(node, layer, errors);
        }

        var settings = (Settings)PipelineKeys.Experiment(_vocabulary).Read(node, errors)!;
        ExperimentPlan? plan = PlanBuilder.Build(settings, _vocabulary, variant, scale, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? "", errors);
        allErrors.AddAll(errors);
        return plan is null ? null : plan with { FileName = System.IO.Path.GetFileName(Path), Overrides = given };
    }

    private static MapNode? Without(MapNode? map, string key) => map is null ? null : map with { Entries = [.. map.Entries.Where(entry => entry.Key != key)] };

    private Dictionary<string, IReadOnlyList<string>> VariantsOfScales(PipelineErrors errors)
    {
        var chosen = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (MapEntry scale in _scales?.Entries ?? [])
        {
            if ((scale.Value as MapNode)?.Find(PipelineKeys.Variants) is not { } entry || PipelineKeys.VariantsOfScaleKey.Value.Read(entry.Value, errors) is not IReadOnlyList<Setting> names)
            {
                continue;
            }

            foreach (Setting name in names.Where(name => !Variants.Contains((string)name.Value)))
            {
                errors.Add(name.Place, $"there is no variant '{name.Value}'{NearestName.Question((string)name.Value, Variants)} Variants: {string.Join("  ", Variants)}.");
            }

            chosen.Add(scale.Key, [.. names.Select(name => (string)name.Value)]);
        }

        return chosen;
    }

    private void RequireKnown(string what, string name, IReadOnlyList<string> known)
    {
        if (!known.Contains(name))
        {
            throw new PipelineFileException(SourcePlace.Whole(Path), $"there is no {what} '{name}'{NearestName.Question(name, known)} The file has {string.Join(", ", known)}.");
        }
    }
}
