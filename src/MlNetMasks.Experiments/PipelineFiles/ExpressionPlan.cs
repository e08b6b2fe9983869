using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A mask made of other masks by a set expression.</summary>
/// <param name="Name">Name of the mask in results.</param>
/// <param name="Expression">How it is made.</param>
/// <param name="Place">Where it was written.</param>
public sealed record ExpressionPlan(string Name, MaskExpression Expression, SourcePlace Place)
{
    /// <summary>The expression as the catalog takes it.</summary>
    /// <returns>The named expression.</returns>
    public NamedExpression ToNamed() => new(Name, Expression);
}
