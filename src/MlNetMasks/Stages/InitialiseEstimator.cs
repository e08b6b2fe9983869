using Microsoft.ML;
using MlNetMasks.Schema;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Makes a network with random weights, which the stages behind it learn together with their masks (paper, section 3: permuted MNIST). Made by
/// <c>mlContext.Masks.Initialise</c>.
/// </summary>
/// <remarks>
/// Input columns: those of the problem; rows are not read. Output columns: as a pretraining stage's. What the network itself answers means nothing.
/// </remarks>
public sealed class InitialiseEstimator : IEstimator<PretrainedTransformer>
{
    private readonly MasksCatalog _catalog;
    private readonly NetworkSpec _network;
    private readonly PretrainStageOptions _options;

    internal InitialiseEstimator(MasksCatalog catalog, NetworkSpec network, PretrainStageOptions options)
    {
        _catalog = catalog;
        _network = network;
        _options = options;
    }

    /// <summary>Makes the network.</summary>
    /// <param name="input">The training data; only its schema is looked at.</param>
    /// <returns>The unlearned network as a stage.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the problem needs another kind of network.</exception>
    public PretrainedTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var log = new StageLog(_catalog.Environment, PretrainEstimator.StageName, "Fit");
        var columns = ProblemColumns.Find(_options.Problem, input.Schema, needTargets: true);
        var problem = _options.Problem.Bind(columns.Sizes);
        var key = (_options.Seed is { } seed ? new ContextSeed(seed, IsGiven: true) : _catalog.Seed).Derive(PretrainEstimator.StageName);
        using var weights = NetworkWeights.Initialize(_network, problem.Shape, RandomStream.DeriveKey(key, "weights"));
        log.Info($"{weights.Arena.Layout.Count} random weights.");
        return new PretrainedTransformer(
            _catalog.Environment, new PretrainedNetwork(_options.Problem, columns.Sizes, weights.Freeze(), isUnlearned: true), _options, curve: []);
    }

    /// <summary>Checks the columns and gives those that the stage adds.</summary>
    /// <param name="inputSchema">Shape before the stage.</param>
    /// <returns>Shape after the stage.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnChecks.Require(_options.Problem, inputSchema);
        return inputSchema.Append(NetworkOutputs.Declare(_options.Problem, mask: null, Carriers.Network.Announce(new NetworkAnnouncement(_options.Problem, isUnlearned: true))));
    }
}
