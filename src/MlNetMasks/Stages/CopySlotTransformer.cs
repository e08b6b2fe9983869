using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A network whose input and output weights of one slot were copied over those of another, as a stage of a model: it answers rows, and hands the copied
/// network to the mask stages behind it. It stores which slots, never the weights, which it makes from the network upstream.
/// </summary>
public sealed class CopySlotTransformer : BatchScoringTransformer, IDisposable
{
    internal const string Id = "copied-slot";
    internal const string StageName = "copy-slot";

    private const string Remedy = "The stage only works behind the pretraining stage that it was fitted behind.";

    private readonly string _networkFingerprint;
    private PretrainedNetwork? _copied;
    private SharedPredictor? _predictor;

    internal CopySlotTransformer(IHostEnvironment environment, int from, int to, string networkFingerprint)
        : base(environment)
    {
        From = from;
        To = to;
        _networkFingerprint = networkFingerprint;
    }

    /// <inheritdoc/>
    public override string StageId => Id;

    /// <summary>Output slot whose weights are copied.</summary>
    public int From { get; }

    /// <summary>Output slot whose weights are replaced.</summary>
    public int To { get; }

    /// <inheritdoc/>
    public override void Write(StageWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteValue("from", From);
        writer.WriteValue("to", To);
        writer.WriteValue("networkFingerprint", _networkFingerprint);
    }

    /// <summary>
    /// Frees the tensors of rows that are still open: ML.NET's prediction engine disposes its model, but not its rows. The stage itself holds none and stays usable.
    /// </summary>
    public void Dispose() => _predictor?.Dispose();

    internal static CopySlotTransformer Read(IHostEnvironment environment, StageReader reader)
    {
        var (from, to) = (reader.ReadValue<int>("from"), reader.ReadValue<int>("to"));
        return from >= 0 && to >= 0 && from != to
            ? new CopySlotTransformer(environment, from, to, reader.ReadValue<string>("networkFingerprint"))
            : throw reader.Invalid($"the slots to copy from and to are {from} and {to}, expected two different ones from 0");
    }

    /// <summary>Makes the copied network.</summary>
    /// <param name="upstream">The network that the stage was fitted behind.</param>
    /// <param name="parameter">Name of the argument that messages blame.</param>
    /// <returns>The copied network; always the same object.</returns>
    /// <exception cref="ArgumentException">The network has other weights, or its slots cannot be copied.</exception>
    internal PretrainedNetwork Copy(PretrainedNetwork upstream, string parameter)
    {
        if (upstream.Fingerprint != _networkFingerprint)
        {
            throw new ArgumentException($"The stage that copies slot {From} over slot {To} was fitted behind other weights than those of the network upstream. {Remedy}", parameter);
        }

        // Stages behind recognise the network by the object, so there must be only one.
        var copied = _copied ?? SlotCopy.Make(upstream, From, To);
        return Interlocked.CompareExchange(ref _copied, copied, null) ?? copied;
    }

    /// <inheritdoc/>
    protected override ScoringBinding Bind(DataViewSchema inputSchema)
    {
        var network = Copy(Carriers.Network.Require(inputSchema, Remedy), nameof(inputSchema));
        var fresh = new SharedPredictor(() => new NetworkPredictor(network.BoundProblem, network.Weights.Thaw()));
        var predictor = Interlocked.CompareExchange(ref _predictor, fresh, null) ?? fresh;
        return NetworkOutputs.Bind(network, inputSchema, mask: null, slots: null, annotations => Carriers.Network.Add(annotations, network, network.Announcement), predictor);
    }
}
