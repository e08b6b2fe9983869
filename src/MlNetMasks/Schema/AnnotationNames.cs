namespace MlNetMasks.Schema;

/// <summary>Names of the annotations that ML.NET itself understands, and of those that this library's columns carry.</summary>
public static class AnnotationNames
{
    /// <summary>Names of the slots of a vector column.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>Values the keys of a key column stand for.</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>What the token ids of a byte-vector column stand for: entry i names token i, entry 0, the padding, is empty.</summary>
    public const string TokenNames = "TokenNames";
}
