using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Schema;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Trains a network on the full problem and freezes it; later stages of the chain learn masks on it. Made by <c>mlContext.Masks.Pretrain</c>.
/// </summary>
/// <remarks>
/// Input columns: those of <see cref="PretrainStageOptions.Problem"/>. Output columns: <c>Score</c> (probabilities), the answer
/// (<c>PredictedLabel</c> or <c>PredictedDigits</c>) and, where the right answer is in the data, <c>Correct</c>. Needs normalised
/// features: as any network. Caching: the rows are copied once; a cache checkpoint before the stage is not needed.
/// </remarks>
public sealed class PretrainEstimator : IEstimator<PretrainedTransformer>
{
    /// <summary>Name of the stage in logs, progress and results.</summary>
    public const string StageName = Masks.Stages.Pretrain;

    private readonly MasksCatalog _catalog;
    private readonly NetworkSpec _network;
    private readonly PretrainStageOptions _options;

    internal PretrainEstimator(MasksCatalog catalog, NetworkSpec network, PretrainStageOptions options)
    {
        _catalog = catalog;
        _network = network;
        _options = options;
        if (options.StepCount == 0 && options.InitialWeightsPath is null)
        {
            throw new ArgumentException("StepCount is 0 and InitialWeightsPath is not set: the network would stay random. Give steps to train or weights to wrap.", nameof(options));
        }

        options.Validate();
    }

    /// <summary>Trains the network.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The frozen network as a stage.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidDataException">No row is left, a value cannot be used, the initial weights do not fit, or the checkpoint is damaged or of other work.</exception>
    /// <exception cref="InvalidOperationException">Training diverged.</exception>
    /// <exception cref="OperationCanceledException">The stage was cancelled.</exception>
    public PretrainedTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var log = new StageLog(_catalog.Environment, StageName, "Fit");
        var columns = ProblemColumns.Find(_options.Problem, input.Schema, needTargets: true);
        var problem = _options.Problem.Bind(columns.Sizes);
        SlotList.Resolve(_options.Slots, problem.OutputSlotCount, $"Stage '{StageName}'");
        SlotList.Resolve(_options.InitialSlots, problem.OutputSlotCount, $"The delay of stage '{StageName}'");
        var key = (_options.Seed is { } seed ? new ContextSeed(seed, IsGiven: true) : _catalog.Seed).Derive(StageName);
        using var weights = StartingWeights(problem, key);
        var curve = Train(weights, problem, columns, input, key, log);
        return new PretrainedTransformer(_catalog.Environment, new PretrainedNetwork(_options.Problem, columns.Sizes, weights.Freeze()), _options, curve);
    }

    /// <summary>Checks the columns and gives those that the stage adds.</summary>
    /// <param name="inputSchema">Shape before the stage.</param>
    /// <returns>Shape after the stage.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnChecks.Require(_options.Problem, inputSchema);
        ColumnChecks.Require(_options.Rows, inputSchema);
        return inputSchema.Append(NetworkOutputs.Declare(_options.Problem, mask: null, Carriers.Network.Announce(new NetworkAnnouncement(_options.Problem))));
    }

    private NetworkWeights StartingWeights(BoundProblem problem, ulong key)
    {
        return _options.InitialWeightsPath is { } path
            ? NetworkWeights.Read(_network, problem.Shape, SafetensorsFile.Read(path))
            : NetworkWeights.Initialize(_network, problem.Shape, RandomStream.DeriveKey(key, "weights"));
    }

    private IReadOnlyList<CurvePoint> Train(NetworkWeights weights, BoundProblem problem, ProblemColumns columns, IDataView input, ulong key, StageLog log)
    {
        if (_options.StepCount == 0)
        {
            return [];
        }

        var examples = ExampleReader.Read(input, columns, problem, _options.Rows, $"Stage '{StageName}'", _options.Cancellation);
        log.Info(string.Create(CultureInfo.InvariantCulture, $"{weights.Arena.Layout.Count} weights, {examples.Table.RowCount} rows, {_options.StepCount} steps."));
        var curve = Pretrainer.Train(weights, problem, examples.Table, _options, new TrainingContext
        {
            Stage = StageName,
            Key = key,
            Slots = _options.Slots,
            Threads = _options.Threads,
            Progress = _options.Progress,
            Checkpoint = _options.Checkpoint,
            Cancellation = _options.Cancellation,
        });
        log.Info(string.Create(CultureInfo.InvariantCulture, $"Done: loss {curve[^1].Loss:G4}, batch accuracy {curve[^1].Accuracy:P1}."));
        return curve;
    }
}
