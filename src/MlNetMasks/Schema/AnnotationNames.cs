namespace MlNetMasks.Schema;

/// <summary>Names of the annotations ML.NET itself understands.</summary>
public static class AnnotationNames
{
    /// <summary>Names of the slots of a vector column.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>Values the keys of a key column stand for.</summary>
    public const string KeyValues = "KeyValues";
}
