using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Tests.Stages;

/// <summary>Catches the shape that a chain makes from a schema, which no public member gives.</summary>
internal sealed class ShapeReader : IEstimator<ITransformer>
{
    private SchemaShape? _shape;

    /// <summary>The shape of a view's schema.</summary>
    public static SchemaShape Of(IDataView data)
    {
        var reader = new ShapeReader();
        Assert.ThrowsExactly<NotSupportedException>(() => new EstimatorChain<ITransformer>().Append(reader).Fit(data));
        return reader._shape!;
    }

    public ITransformer Fit(IDataView input) => throw new NotSupportedException();

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _shape = inputSchema;
}
