namespace MlNetMasks.Torch;

/// <summary>How augmentation changes an image.</summary>
/// <param name="Down">Rows that the part shown begins below the image's first; negative above.</param>
/// <param name="Right">Columns that it begins right of the first; negative left.</param>
/// <param name="Flips">Whether left and right are exchanged in the part shown.</param>
internal readonly record struct ImageChange(int Down, int Right, bool Flips)
{
    /// <summary>The image as it is.</summary>
    public static ImageChange None => default;
}
