namespace MlNetMasks.Torch;

/// <summary>Type of the values of a column that a problem reads.</summary>
public enum ColumnKind
{
    /// <summary>A vector of bytes of known size: digits, token ids, pixels.</summary>
    Bytes,

    /// <summary>A vector of floats of known size.</summary>
    Singles,

    /// <summary>A key: a class or category of known count.</summary>
    Key,
}
