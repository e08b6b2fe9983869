using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Batches of images whose groups see different mask samples. Between the layers of a convolutional network the groups stand side by side as channels,
/// <c>[batch / groups, groups x channels, height, width]</c>: every layer is then one operation on all of them.
/// </summary>
public static class ImageGroups
{
    /// <summary>Puts the groups of a network's input side by side.</summary>
    /// <param name="input"><c>[groups, batch / groups, channels x height x width]</c></param>
    /// <param name="image">Size of the images.</param>
    /// <returns><c>[batch / groups, groups x channels, height, width]</c></returns>
    public static Tensor SideBySide(Tensor input, ImageShape image)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(image);
        return input.transpose(0, 1).reshape(input.size(1), input.size(0) * image.ChannelCount, image.Height, image.Width);
    }

    /// <summary>Takes the mean over all pixels and separates the groups again.</summary>
    /// <param name="input"><c>[batch / groups, groups x channels, height, width]</c></param>
    /// <param name="channels">Channels of a group.</param>
    /// <returns><c>[groups, batch / groups, channels]</c></returns>
    public static Tensor MeanPool(Tensor input, int channels)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.mean([2L, 3L]).view(input.size(0), -1, channels).transpose(0, 1);
    }

    /// <summary>The values of a parameter for each channel of images whose groups stand side by side.</summary>
    /// <param name="value"><c>[1 or groups, channels, ...]</c></param>
    /// <param name="groups">Number of groups.</param>
    /// <returns><c>[groups x channels, ...]</c></returns>
    internal static Tensor Channels(Tensor value, long groups)
    {
        var each = value.size(0) == groups ? value : value.expand([groups, .. value.shape[1..]]);
        return each.flatten(0, 1);
    }
}
