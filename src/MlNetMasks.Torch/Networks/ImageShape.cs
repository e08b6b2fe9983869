namespace MlNetMasks.Torch;

/// <summary>The size of a problem's images. The network's input holds them plane by plane: channel, then row, then column.</summary>
/// <param name="ChannelCount">Colour channels, 1 to 1,024.</param>
/// <param name="Height">Rows of pixels, 1 to 4,096.</param>
/// <param name="Width">Pixels of a row, 1 to 4,096.</param>
public sealed record ImageShape(int ChannelCount, int Height, int Width)
{
    /// <summary>Colour channels.</summary>
    public int ChannelCount { get; } = OptionRange.Check(ChannelCount, 1, 1024);

    /// <summary>Rows of pixels.</summary>
    public int Height { get; } = OptionRange.Check(Height, 1, 4096);

    /// <summary>Pixels of a row.</summary>
    public int Width { get; } = OptionRange.Check(Width, 1, 4096);

    /// <summary>Values of an image.</summary>
    internal int Count => checked(ChannelCount * Height * Width);
}
