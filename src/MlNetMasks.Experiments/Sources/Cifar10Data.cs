using System.Globalization;
using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>cifar10</c>.</summary>
internal static class Cifar10Data
{
    public static ExperimentData Open(DataRequest request)
    {
        var settings = new ImageSettings(request);
        var images = settings.ReadFiles("cifar10", "scenes", Cifar10Images.Read);
        var options = new Cifar10Options { ValidationShare = settings.ValidationShare ?? 0, Seed = settings.Seed };
        var isWhole = images.TrainingBatches.Count == Cifar10Images.TrainingBatchNames.Count;
        return settings.Open(
            ImageProblem.Cifar10,
            () => new Cifar10Source(images, ImageSplit.Train, options with { Images = settings.TrainRows }),
            () => new Cifar10Source(images, settings.Evaluated, options with { Images = settings.ValidationRows }),
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The images are those of CIFAR-10's files, {images.TrainCount:N0} for training; evaluated on {(settings.ValidationShare is { } share ? $"{share:P0} of them, held out by seed {settings.Seed}" : $"its {images.TestCount:N0} test images")}."),
                .. isWhole
                    ? Array.Empty<string>()
                    : [$"Only {images.TrainingBatches.Count} of the 5 training batches were there: {string.Join(", ", images.TrainingBatches)}. The network is trained on less than the whole training set."],
            ]);
    }
}
