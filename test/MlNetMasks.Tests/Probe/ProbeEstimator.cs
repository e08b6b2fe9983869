using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;

namespace MlNetMasks.Tests.Probe;

internal sealed class ProbeEstimator(MLContext context, float factor = 2f) : IEstimator<ProbeStage>
{
    private readonly ColumnRequirement _features = new("Features", ColumnForm.Vector, NumberDataViewType.Single);

    public ProbeStage Fit(IDataView input)
    {
        _features.Require(input.Schema);
        return new ProbeStage(context, new ProbeNetwork(factor));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _features.Require(inputSchema);
        return inputSchema.Append(
            ShapeColumn.Create("Probe", ColumnForm.Vector, NumberDataViewType.Single, ShapeColumn.SlotNames(), ProbeStage.Carrier.Declaration),
            ShapeColumn.Create("Sum", ColumnForm.Scalar, NumberDataViewType.Single),
            ShapeColumn.Create("SumText", ColumnForm.Scalar, TextDataViewType.Instance));
    }
}
