namespace MlNetMasks.Analysis;

/// <summary>Scale of the counts of a histogram.</summary>
public enum CountScale
{
    /// <summary>Counts as they are.</summary>
    Linear,

    /// <summary>Decades of counts, so that rare values show.</summary>
    Logarithmic,
}
