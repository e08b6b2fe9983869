namespace MlNetMasks.Schema;

/// <summary>The form of a column's values.</summary>
public enum ColumnForm
{
    /// <summary>One plain value per row.</summary>
    Scalar,

    /// <summary>A vector of plain values of a fixed length.</summary>
    Vector,

    /// <summary>One key per row.</summary>
    Key,

    /// <summary>A vector of keys of a fixed length.</summary>
    KeyVector,
}
