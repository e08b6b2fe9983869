using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;

namespace MlNetMasks;

/// <summary>
/// Copies the input and output weights of one output slot over those of another before masks are learned (paper, section 3). Made by
/// <c>mlContext.Masks.CopySlot</c> and appended behind a pretraining stage, which it finds by the annotation on that stage's score column.
/// </summary>
/// <remarks>
/// Input columns: those of the network's problem. Output columns: as the pretraining stage's, which they hide. Stages behind it see the copied network.
/// </remarks>
public sealed class CopySlotEstimator : IEstimator<CopySlotTransformer>
{
    private const string Remedy = "Append the stage behind mlContext.Masks.Pretrain, and keep that stage's score column.";

    private readonly MasksCatalog _catalog;
    private readonly int _from;
    private readonly int _to;

    internal CopySlotEstimator(MasksCatalog catalog, int from, int to)
    {
        _catalog = catalog;
        _from = from;
        _to = to;
    }

    /// <summary>Finds the network and checks that the slots can be copied.</summary>
    /// <param name="input">The data, behind a pretraining stage.</param>
    /// <returns>The copy as a stage.</returns>
    /// <exception cref="ArgumentException">
    /// There is no network upstream, a mask was learned on it already, or the problem has no such slots or no regions of equal size for them.
    /// </exception>
    public CopySlotTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var log = new StageLog(_catalog.Environment, CopySlotTransformer.StageName, "Fit");
        var network = Carriers.Network.Require(input.Schema, Remedy);
        RequireLearned(network.Announcement);
        RequireNoMask(MaskTransformer.Upstream(input.Schema, network).Select(mask => mask.Name));
        var copy = new CopySlotTransformer(_catalog.Environment, _from, _to, network.Fingerprint);
        copy.Copy(network, nameof(input));
        log.Info(string.Create(CultureInfo.InvariantCulture, $"Input and output weights of slot {_from} copied over those of slot {_to}."));
        return copy;
    }

    /// <summary>Checks that there is a network upstream without masks, and gives the columns that the stage adds.</summary>
    /// <param name="inputSchema">Shape before the stage.</param>
    /// <returns>Shape after the stage.</returns>
    /// <exception cref="ArgumentException">There is no network upstream, a column is missing, or a mask is learned on it already.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Carriers.Network.RequireDeclared(inputSchema, Remedy);
        var network = (NetworkAnnouncement)Carriers.Network.Announcements(inputSchema)[^1];
        RequireLearned(network);
        RequireNoMask(Carriers.Mask.Announcements(inputSchema).Cast<MaskAnnouncement>().Where(mask => ReferenceEquals(mask.Network, network)).Select(mask => mask.Name));
        return inputSchema.Append(NetworkOutputs.Declare(network.Problem, mask: null, Carriers.Network.Announce(new NetworkAnnouncement(network.Problem))));
    }

    private void RequireLearned(NetworkAnnouncement network)
    {
        if (network.IsUnlearned)
        {
            throw new ArgumentException($"Slot {_from} is to be copied over slot {_to} of a network that Initialise made and nobody has trained; copy weights behind mlContext.Masks.Pretrain.");
        }
    }

    private void RequireNoMask(IEnumerable<string> masks)
    {
        if (masks.FirstOrDefault() is { } mask)
        {
            throw new ArgumentException(
                $"Mask '{mask}' is learned on the network before slot {_from} is copied over slot {_to}, so it would belong to other weights than the later ones; put the copying stage before all masks.");
        }
    }
}
