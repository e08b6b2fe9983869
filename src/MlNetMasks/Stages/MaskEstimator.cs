using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Schema;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Learns which weights of the frozen network one function uses (paper, section 2). Made by <c>mlContext.Masks.Learn</c> and appended behind a
/// pretraining stage, which it finds by the annotation on that stage's score column. Made by <c>mlContext.Masks.LearnJointly</c> it learns the weights too, behind a stage
/// of <c>Initialise</c> and the functions before it, whose weights it leaves as they are.
/// </summary>
/// <remarks>
/// Input columns: those of the network's problem and that of the row filter. Output columns, each behind the mask's name and a dot:
/// <c>Score</c>, the answer, <c>Correct</c>.
/// </remarks>
public sealed class MaskEstimator : IEstimator<MaskTransformer>
{
    private const string Remedy = "Append the stage behind mlContext.Masks.Pretrain or Initialise, and keep that stage's score column.";

    private readonly MasksCatalog _catalog;
    private readonly string _name;
    private readonly MaskStageOptions _options;

    internal MaskEstimator(MasksCatalog catalog, string name, MaskStageOptions options)
    {
        _catalog = catalog;
        _name = name;
        _options = options;
        options.ValidateStage();
        WeightMask.CheckName(name);
        if (name is Masks.Stages.Pretrain or Masks.Stages.Evaluate or Masks.Stages.Analyze)
        {
            throw new ArgumentException($"A mask cannot be named '{name}': results use that name for another stage. Choose another name.", nameof(name));
        }
    }

    /// <summary>Learns the mask.</summary>
    /// <param name="input">The data, behind a pretraining stage.</param>
    /// <returns>The mask as a stage.</returns>
    /// <exception cref="ArgumentException">There is no network upstream, a column does not fit, another mask has the name or the function, or the control whose output layer is to be taken over is missing.</exception>
    /// <exception cref="InvalidDataException">The filter picks no row, a value cannot be used, or the checkpoint is damaged or of other work.</exception>
    /// <exception cref="InvalidOperationException">Learning diverged.</exception>
    /// <exception cref="OperationCanceledException">The stage was cancelled.</exception>
    public MaskTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var log = new StageLog(_catalog.Environment, _name, "Fit");
        var network = Carriers.Network.Require(input.Schema, Remedy);
        var columns = ProblemColumns.Find(network.Problem, input.Schema, needTargets: true).As(network.ColumnSizes);
        var slots = SlotList.Resolve(_options.Slots, network.BoundProblem.OutputSlotCount, $"Mask '{_name}'");
        var upstream = MaskTransformer.Upstream(input.Schema, network).ToList();
        var announcement = new MaskAnnouncement(network.Announcement, _name, _options);
        List<MaskAnnouncement> announced = [.. upstream.Select(mask => new MaskAnnouncement(network.Announcement, mask.Name, mask.Options))];
        announcement.RequireNew(announced);
        announcement.RequireControl(announced);
        var examples = ExampleReader.Read(input, columns, network.BoundProblem, _options.Rows, $"Mask '{_name}'", _options.Cancellation);
        var function = new FunctionIdentity(examples.RowsFingerprint, slots, _options.Replicate) { Reinitialised = _options.Reinitialise };
        if (upstream.Find(mask => mask.Function == function) is { } same)
        {
            throw announcement.Repeat(same.Name);
        }

        log.Info(string.Create(
            CultureInfo.InvariantCulture, $"{network.Weights.MaskLayout.Count} maskable weights, {examples.Table.RowCount} rows, {_options.StepCount} steps, {_options.PrecisionFor(network.Weights.MaskLayout.Count)}."));
        var key = (_options.Seed is { } seed ? new ContextSeed(seed, IsGiven: true) : _catalog.Seed).Derive($"mask/{_name}");
        ulong? freshKey = _options.Reinitialise ? RandomStream.DeriveKey(key, "weights") : null;
        using var weights = _options.Joint is not null && upstream.Count > 0 ? upstream[^1].Thaw(network, mask: null) : network.Thaw(mask: null, freshKey);
        var context = new TrainingContext
        {
            Stage = _name,
            Key = key,
            Slots = _options.Slots,
            Threads = _options.Threads,
            Progress = _options.Progress,
            Checkpoint = _options.Checkpoint,
            Cancellation = _options.Cancellation,
        };
        var learned = _options.Joint is { } joint
            ? JointLearner.Learn(weights, Union(upstream), network.BoundProblem, examples.Table, _options, joint, context)
            : MaskLearner.Learn(weights, network.BoundProblem, examples.Table, _options, context, FixedLayers(upstream));
        log.Info(string.Create(
            CultureInfo.InvariantCulture, $"Done: {learned.Mask.Kept} weights kept ({learned.Mask.Density:P1}), batch accuracy {(learned.Curve.Count > 0 ? learned.Curve[^1].Accuracy : double.NaN):P1}."));
        var stage = new MaskTransformer(_catalog.Environment, learned, _options, function, network.Fingerprint, freshKey)
        {
            OwnWeights = _options.Joint is null ? null : weights.Freeze(),
        };
        foreach (var warning in StageWarnings.Of(stage))
        {
            log.Warning($"{warning.Problem}{(warning.Layer.Length > 0 ? $" ({warning.Layer})" : "")}. {warning.Remedy}.");
        }

        return stage;
    }

    /// <summary>Checks that there is a network upstream, its columns, and that name and function are new, and gives the columns that the stage adds.</summary>
    /// <param name="inputSchema">Shape before the stage.</param>
    /// <returns>Shape after the stage.</returns>
    /// <exception cref="ArgumentException">
    /// There is no network upstream, a column is missing or of another type, another mask has the name, the function or the role of the control, or the control whose output layer is to be taken over is missing.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Carriers.Network.RequireDeclared(inputSchema, Remedy);
        var network = (NetworkAnnouncement)Carriers.Network.Announcements(inputSchema)[^1];
        ColumnChecks.Require(network.Problem, inputSchema);
        ColumnChecks.Require(_options.Rows, inputSchema);
        var announcement = new MaskAnnouncement(network, _name, _options);
        List<MaskAnnouncement> upstream = [.. Carriers.Mask.Announcements(inputSchema).Cast<MaskAnnouncement>()];
        announcement.RequireNew(upstream);
        announcement.RequireControl(upstream);
        return inputSchema.Append(NetworkOutputs.Declare(network.Problem, _name, Carriers.Mask.Announce(announcement)));
    }

    /// <summary>The layers that are taken over from the control upstream, whose presence was checked before.</summary>
    private FixedLayers? FixedLayers(IEnumerable<MaskTransformer> upstream)
    {
        if (_options.OutputLayer == OutputLayerMask.Learned)
        {
            return null;
        }

        var control = upstream.First(mask => mask.Options.Role == MaskRole.Control).Mask;
        return new FixedLayers(control, MaskTransformer.OutputLayers(control.Layout));
    }

    /// <summary>What the masks of earlier functions keep together; null for the first one.</summary>
    private static WeightMask? Union(List<MaskTransformer> upstream) =>
        upstream.Count == 0 ? null : upstream.Skip(1).Aggregate(upstream[0].Mask, (used, stage) => used.Or(stage.Mask, "used"));
}
