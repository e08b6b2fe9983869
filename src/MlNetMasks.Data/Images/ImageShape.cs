namespace MlNetMasks.Data;

/// <summary>The form of a picture.</summary>
/// <param name="Channels">Channels: 1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels of a row.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Values of a picture: channels x height x width.</summary>
    public int PixelCount => Channels * Height * Width;
}
