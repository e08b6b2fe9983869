namespace MlNetMasks.Data;

/// <summary>What a <see cref="DataCache"/> holds of a file.</summary>
public enum DataFileState
{
    /// <summary>Nothing that a reader would take for the file.</summary>
    Missing,

    /// <summary>A file whose size or SHA-256 is not the manifest's.</summary>
    Damaged,

    /// <summary>A file of the right size whose content was not compared since it last changed.</summary>
    Unverified,

    /// <summary>The official file: size and SHA-256 are the manifest's.</summary>
    Verified,
}
