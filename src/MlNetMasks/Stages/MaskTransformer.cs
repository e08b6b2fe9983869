using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A learned mask as a stage of a model: it answers rows with the weights that the mask keeps. It stores the mask, never the network, which
/// it finds upstream.
/// </summary>
public sealed class MaskTransformer : BatchScoringTransformer, IDisposable
{
    internal const string Id = "weight-mask";

    private const string Remedy = "The stage only works behind the pretraining stage that it was learned on.";

    private readonly LearnedMask _learned;
    private readonly string _networkFingerprint;
    private SharedPredictor? _predictor;

    internal MaskTransformer(IHostEnvironment environment, LearnedMask learned, MaskStageOptions options, FunctionIdentity function, string networkFingerprint)
        : base(environment)
    {
        _learned = learned;
        Options = options;
        Function = function;
        _networkFingerprint = networkFingerprint;
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

    /// <summary>How far the logits have come; <see langword="null"/> in a model of an earlier version.</summary>
    public LogitHealth? Health => _learned.Health;

    internal FunctionIdentity Function { get; }

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

        writer.WriteBlob("mask", stream => MaskFile.Write(stream, new MaskSet(Mask.Layout, [new MaskEntry(Mask, Options.Role)])));
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
        return new MaskTransformer(
            environment, learned, reader.ReadValue<MaskStageOptions>("options"), reader.ReadValue<FunctionIdentity>("function"), reader.ReadValue<string>("networkFingerprint"));
    }

    /// <summary>The masks on a network that stages upstream of a schema handed down, in order.</summary>
    internal static IEnumerable<MaskTransformer> Upstream(DataViewSchema schema, PretrainedNetwork network)
        => Carriers.Mask.FindAll(schema).Where(mask => mask._networkFingerprint == network.Fingerprint);

    /// <inheritdoc/>
    protected override ScoringBinding Bind(DataViewSchema inputSchema)
    {
        var network = Carriers.Network.Require(inputSchema, Remedy);
        if (network.Fingerprint != _networkFingerprint)
        {
            throw new ArgumentException($"Mask '{Name}' was learned on other weights than those of the network upstream. {Remedy}", nameof(inputSchema));
        }

        // Every network that gets here has the same weights, because their fingerprint was compared.
        var fresh = new SharedPredictor(() => new NetworkPredictor(network.BoundProblem, network.Weights.Thaw(Mask)));
        var predictor = Interlocked.CompareExchange(ref _predictor, fresh, null) ?? fresh;
        var announcement = new MaskAnnouncement(network.Announcement, Name, Options);
        return NetworkOutputs.Bind(network, inputSchema, Name, Options.Slots, annotations => Carriers.Mask.Add(annotations, this, announcement), predictor);
    }
}
