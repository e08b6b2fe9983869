using System.Globalization;
using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>mnist</c>.</summary>
internal static class MnistData
{
    public static ExperimentData Open(DataRequest request)
    {
        var settings = new ImageSettings(request);
        var images = settings.ReadFiles("mnist", "glyphs", MnistImages.Read);
        var options = new MnistOptions { ValidationShare = settings.ValidationShare ?? 0, Permutations = settings.Permutations, Seed = settings.Seed };
        return settings.Open(
            ImageProblem.Mnist,
            () => new MnistSource(images, ImageSplit.Train, options with { Images = settings.TrainRows }),
            () => new MnistSource(images, settings.Evaluated, options with { Images = settings.ValidationRows }),
            string.Create(
                CultureInfo.InvariantCulture,
                $"The images are those of MNIST's files, {images.TrainCount:N0} for training; evaluated on {(settings.ValidationShare is { } share ? $"{share:P0} of them, held out by seed {settings.Seed}" : $"its {images.TestCount:N0} test images")}."));
    }
}
