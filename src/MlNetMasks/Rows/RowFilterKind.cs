namespace MlNetMasks;

/// <summary>What a <see cref="RowFilter"/> asks of a value.</summary>
public enum RowFilterKind
{
    /// <summary>The value is one of <see cref="RowFilter.Values"/>.</summary>
    In,

    /// <summary>The value is none of <see cref="RowFilter.Values"/>.</summary>
    NotIn,

    /// <summary>The number lies in [<see cref="RowFilter.Minimum"/>, <see cref="RowFilter.Maximum"/>].</summary>
    Between,

    /// <summary>The row counts as often as its number says: a whole number, 0 for not at all.</summary>
    Member,

    /// <summary>The value of a key is at one of the places <see cref="RowFilter.Values"/> of its names, counted from 0.</summary>
    InPositions,

    /// <summary>The value of a key is at none of the places <see cref="RowFilter.Values"/> of its names, counted from 0.</summary>
    NotInPositions,
}
