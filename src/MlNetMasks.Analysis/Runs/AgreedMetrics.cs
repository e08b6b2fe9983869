namespace MlNetMasks.Analysis;

/// <summary>Metrics that only some experiments record.</summary>
internal static class AgreedMetrics
{
    /// <summary>Mean IoU of the masks of one function that were learned with different seeds.</summary>
    public const string Stability = "stability";

    /// <summary>Share of the weights that exactly as many of a function's masks keep as the unit says.</summary>
    public const string Selection = "selection";

    /// <summary>Weight of the regulariser a mask was learned with.</summary>
    public const string Beta = "beta";
}
