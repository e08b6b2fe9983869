namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>How a row filter decides.</summary>
public enum RowRule
{
    /// <summary>The value is one of <see cref="RowsPlan.Values"/>.</summary>
    In,

    /// <summary>The value is none of <see cref="RowsPlan.Values"/>.</summary>
    NotIn,

    /// <summary>The number lies between <see cref="RowsPlan.AtLeast"/> and <see cref="RowsPlan.AtMost"/>, both included.</summary>
    Between,

    /// <summary>The row counts as often as its number says.</summary>
    Member,

    /// <summary>The value is at one of the places <see cref="RowsPlan.Values"/> of the column's values, counted from 0.</summary>
    InPositions,

    /// <summary>The value is at none of the places <see cref="RowsPlan.Values"/> of the column's values, counted from 0.</summary>
    NotInPositions,
}
