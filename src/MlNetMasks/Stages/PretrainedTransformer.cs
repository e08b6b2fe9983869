using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>A frozen network as a stage of a model: it answers rows, and hands itself to the mask stages behind it.</summary>
public sealed class PretrainedTransformer : BatchScoringTransformer, IDisposable
{
    internal const string Id = "pretrained-network";

    private readonly SharedPredictor _predictor;

    internal PretrainedTransformer(IHostEnvironment environment, PretrainedNetwork network, PretrainStageOptions options, IReadOnlyList<CurvePoint> curve)
        : base(environment)
    {
        Network = network;
        Options = options;
        Curve = curve;
        _predictor = new SharedPredictor(() => new NetworkPredictor(network.BoundProblem, network.Weights.Thaw()));
    }

    /// <inheritdoc/>
    public override string StageId => Id;

    /// <summary>The frozen network.</summary>
    public PretrainedNetwork Network { get; }

    /// <summary>What the network was trained with.</summary>
    public PretrainStageOptions Options { get; }

    /// <summary>The training curve; empty for a network that was only wrapped.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; }

    /// <inheritdoc/>
    public override void Write(StageWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteValue("network", Network.Weights.Spec);
        writer.WriteValue("shape", Network.Weights.Shape);
        writer.WriteValue("columns", Network.ColumnSizes);
        writer.WriteValue("options", Options);
        writer.WriteValue("curve", Curve);
        writer.WriteBlob("weights", Network.Weights.Write);
    }

    /// <summary>
    /// Frees the tensors of rows that are still open: ML.NET's prediction engine disposes its model, but not its rows. The stage itself holds none and stays usable.
    /// </summary>
    public void Dispose() => _predictor.Dispose();

    internal static PretrainedTransformer Read(IHostEnvironment environment, StageReader reader)
    {
        var options = reader.ReadValue<PretrainStageOptions>("options");
        var columns = reader.ReadValue<Dictionary<string, ColumnSize>>("columns");
        var spec = reader.ReadValue<NetworkSpec>("network");
        var shape = reader.ReadValue<NetworkShape>("shape");
        var curve = reader.ReadValue<CurvePoint[]>("curve");
        if (options.Problem.Columns.FirstOrDefault(column => column.Purpose != ColumnPurpose.Confusion && !columns.ContainsKey(column.Name)) is { } missing)
        {
            throw reader.Invalid($"the size of column '{missing.Name}' is missing");
        }

        var problem = options.Problem.Bind(columns);
        if (problem.Shape != shape)
        {
            throw reader.Invalid($"the network has {shape.InputSize} inputs and {shape.OutputSize} outputs{shape.FrameWords}, but its columns need {problem.Shape.InputSize} and {problem.Shape.OutputSize}{problem.Shape.FrameWords}");
        }

        using var weights = reader.ReadBlob("weights", stream => NetworkWeights.Read(spec, shape, SafetensorsFile.Read(stream)));
        return new PretrainedTransformer(environment, new PretrainedNetwork(options.Problem, columns, weights.Freeze(), options.IsUnlearned), options, curve);
    }

    /// <inheritdoc/>
    protected override ScoringBinding Bind(DataViewSchema inputSchema) => NetworkOutputs.Bind(
        Network, inputSchema, mask: null, Options.Slots, annotations => Carriers.Network.Add(annotations, Network, Network.Announcement), _predictor);
}
