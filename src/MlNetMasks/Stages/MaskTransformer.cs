using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A learned mask as a stage of a model: it answers rows with the weights that the mask keeps. It stores the mask, never the network, which
/// it finds upstream; only a mask that was learned together with its weights stores those.
/// </summary>
public sealed class MaskTransformer : BatchScoringTransformer, IDisposable
{
    internal const string Id = "weight-mask";

    private const string FreshKeyName = "reinitialisedKey";
    private const string Remedy = "The stage only works behind the pretraining or copying stage that it was learned on.";

    private readonly LearnedMask _learned;
    private readonly string _networkFingerprint;
    private readonly ulong? _freshKey;
    private SharedPredictor? _predictor;

    internal MaskTransformer(
        IHostEnvironment environment, LearnedMask learned, MaskStageOptions options, FunctionIdentity function, string networkFingerprint, ulong? freshKey)
        : base(environment)
    {
        _learned = learned;
        Options = options;
        Function = function;
        _networkFingerprint = networkFingerprint;
        _freshKey = freshKey;
    }

    /// <inheritdoc/>
    public override string StageId => Id;

    /// <summary>Name of the mask.</summary>
    public string Name => Mask.Name;

    /// <summary>The mask.</summary>
    public WeightMask Mask => _learned.Mask;

    /// <summary>What the mask was learned with.</summary>
    public MaskStageOptions Options { get; }

    /// <summary>Distribution of the final logits.</summary>
    public LogitHistogram Histogram => _learned.Histogram;

    /// <summary>The learning curve.</summary>
    public IReadOnlyList<CurvePoint> Curve => _learned.Curve;

    /// <summary>The weights that were learned together with the mask; <see langword="null"/> for a mask on the network upstream. Later stages change nothing in them.</summary>
    public FrozenWeights? OwnWeights { get; internal init; }

    /// <summary>How far the logits have come; <see langword="null"/> in a model of an earlier version.</summary>
    public LogitHealth? Health => _learned.Health;

    internal FunctionIdentity Function { get; }

    /// <summary>The mask with its role and function.</summary>
    internal MaskEntry Entry => new(Mask, Options.SetRole)
    {
        Function = Options.Function ?? Name,
        IncomparableLayers = Options.OutputLayer == OutputLayerMask.Control ? OutputLayers(Mask.Layout)
            : Options.Joint is { KeepsFirstLayer: false } ? NamesOf(Mask.Layout, Mask.Layout.Modules[0])
            : [],
    };

    /// <summary>Names of the maskable tensors of the output layer.</summary>
    internal static IReadOnlyList<string> OutputLayers(MaskLayout layout) => NamesOf(layout, layout.Modules[^1]);

    /// <inheritdoc/>
    public override void Write(StageWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteValue("name", Name);
        writer.WriteValue("options", Options);
        writer.WriteValue("function", Function);
        writer.WriteValue("networkFingerprint", _networkFingerprint);
        writer.WriteValue("histogram", Histogram.Counts);
        writer.WriteValue("curve", Curve);
        if (Health is { } health)
        {
            writer.WriteValue("health", health.Layers);
        }

        if (_freshKey is { } key)
        {
            writer.WriteValue(FreshKeyName, key);
        }

        if (OwnWeights is { } own)
        {
            writer.WriteValue("network", own.Spec);
            writer.WriteValue("shape", own.Shape);
            writer.WriteBlob("weights", own.Write);
        }

        writer.WriteBlob("mask", stream => MaskFile.Write(stream, new MaskSet(Mask.Layout, [Entry])));
    }

    /// <summary>
    /// Frees the tensors of rows that are still open: ML.NET's prediction engine disposes its model, but not its rows. The stage itself holds none and stays usable.
    /// </summary>
    public void Dispose() => _predictor?.Dispose();

    internal static MaskTransformer Read(IHostEnvironment environment, StageReader reader)
    {
        var name = reader.ReadValue<string>("name");
        var masks = reader.ReadBlob("mask", stream => MaskFile.Read(stream, "mask"));
        if (masks.Count != 1 || masks[0].Mask.Name != name)
        {
            throw reader.Invalid($"the mask file holds {masks.Count} masks, expected only '{name}'");
        }

        var counts = reader.ReadValue<long[]>("histogram");
        LogitHistogram histogram;
        LogitHealth? health;
        try
        {
            histogram = new LogitHistogram(counts);
            health = reader.HasValue("health") ? new LogitHealth(reader.ReadValue<LayerHealth[]>("health")) : null;
        }
        catch (ArgumentException e)
        {
            throw reader.Invalid(e.Message, e);
        }

        var learned = new LearnedMask(masks[0].Mask, histogram, reader.ReadValue<CurvePoint[]>("curve")) { Health = health };
        var options = reader.ReadValue<MaskStageOptions>("options");
        if (options.Reinitialise != reader.HasValue(FreshKeyName))
        {
            throw reader.Invalid($"mask '{name}' has {(options.Reinitialise ? "no key of its re-initialised weights" : "a key of re-initialised weights but was learned on trained ones")}");
        }

        return new MaskTransformer(
            environment,
            learned,
            options,
            reader.ReadValue<FunctionIdentity>("function"),
            reader.ReadValue<string>("networkFingerprint"),
            options.Reinitialise ? reader.ReadValue<ulong>(FreshKeyName) : null)
        {
            OwnWeights = options.Joint is null ? null : ReadWeights(reader, learned.Mask),
        };
    }

    private static FrozenWeights ReadWeights(StageReader reader, WeightMask mask)
    {
        var (spec, shape) = (reader.ReadValue<NetworkSpec>("network"), reader.ReadValue<NetworkShape>("shape"));
        using var weights = reader.ReadBlob("weights", stream => NetworkWeights.Read(spec, shape, SafetensorsFile.Read(stream)));
        return weights.MaskLayout.Equals(mask.Layout) ? weights.Freeze() : throw reader.Invalid($"mask '{mask.Name}' and its weights belong to different networks");
    }

    /// <summary>The weights that the mask was learned on: those of the network, re-initialised ones, or those learned together with it.</summary>
    /// <param name="network">The network that the mask belongs to.</param>
    /// <param name="mask">Maskable weights that it does not keep become zero; <see langword="null"/> keeps everything.</param>
    /// <returns>New weights; the caller disposes them.</returns>
    internal NetworkWeights Thaw(PretrainedNetwork network, WeightMask? mask) => OwnWeights?.Thaw(mask) ?? network.Thaw(mask, _freshKey);

    /// <summary>Throws unless a network is the one that the mask was learned on.</summary>
    /// <exception cref="ArgumentException">It has other weights.</exception>
    internal void RequireLearnedOn(PretrainedNetwork network, string parameter)
    {
        if (network.Fingerprint != _networkFingerprint)
        {
            throw new ArgumentException($"Mask '{Name}' was learned on other weights than those of the network upstream. {Remedy}", parameter);
        }
    }

    /// <summary>The masks on a network that stages upstream of a schema handed down, in order.</summary>
    internal static IEnumerable<MaskTransformer> Upstream(DataViewSchema schema, PretrainedNetwork network)
        => Carriers.Mask.FindAll(schema).Where(mask => mask._networkFingerprint == network.Fingerprint);

    /// <inheritdoc/>
    protected override ScoringBinding Bind(DataViewSchema inputSchema)
    {
        var network = Carriers.Network.Require(inputSchema, Remedy);
        RequireLearnedOn(network, nameof(inputSchema));

        // Every network that gets here has the same weights, because their fingerprint was compared.
        var fresh = new SharedPredictor(() => new NetworkPredictor(network.BoundProblem, Thaw(network, Mask)));
        var predictor = Interlocked.CompareExchange(ref _predictor, fresh, null) ?? fresh;
        var announcement = new MaskAnnouncement(network.Announcement, Name, Options);
        return NetworkOutputs.Bind(network, inputSchema, Name, Options.Slots, annotations => Carriers.Mask.Add(annotations, this, announcement), predictor);
    }

    private static string[] NamesOf(MaskLayout layout, MaskModule module) => [.. module.Layers().Select(layer => layout.Layers[layer].Name)];
}
