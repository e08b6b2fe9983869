using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;

namespace MlNetMasks.Tests.Probe;

/// <summary>Needs a network upstream, as a mask stage does, and counts how often it was fitted.</summary>
internal sealed class FollowerEstimator(MLContext context) : IEstimator<FollowerStage>
{
    public const string Remedy = "Put a ProbeEstimator before it.";

    private int _fits;

    public int Fits => _fits;

    public FollowerStage Fit(IDataView input)
    {
        Interlocked.Increment(ref _fits);
        return new FollowerStage(context, ProbeStage.Carrier.Require(input.Schema, Remedy).Factor);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ProbeStage.Carrier.RequireDeclared(inputSchema, Remedy);
        return inputSchema.Append(ShapeColumn.Create("Followed", ColumnForm.Scalar, NumberDataViewType.Single));
    }
}
