using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>
/// Random changes of training images (He et al. 2016, section 4.2): the image gets a black border, a part of its own size is cut out at a random place, and
/// may be flipped. What an example gets follows from the stage's seed, the step and its place in the batch alone.
/// </summary>
public sealed record ImageAugmentation
{
    /// <summary>Pixels of black border on each side before an image of the old size is cut out, 0 to 64.</summary>
    /// <value>Default: 4.</value>
    public int CropPadding { get; init => field = OptionRange.Check(value, 0, 64); } = 4;

    /// <summary>Whether every second image, by chance, is mirrored left to right.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Flips { get; init; } = true;

    /// <summary>The change of one example.</summary>
    /// <param name="key">Key of the step.</param>
    /// <param name="place">Place in the batch.</param>
    internal ImageChange Draw(ulong key, int place)
    {
        var random = new RandomStream(StreamKey.Combine(key, (ulong)place));
        var places = (2 * CropPadding) + 1;
        var (down, right) = (random.NextInt32(places) - CropPadding, random.NextInt32(places) - CropPadding);
        return new ImageChange(down, right, Flips && random.NextInt32(2) == 1);
    }
}
