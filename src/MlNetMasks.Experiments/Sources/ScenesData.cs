using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>scenes</c>.</summary>
internal static class ScenesData
{
    private const int TrainImages = 50_000;
    private const int TestImages = 10_000;

    public static ExperimentData Open(DataRequest request)
    {
        var settings = new ImageSettings(request);
        var (train, validation) = settings.DrawnRows(TrainImages, TestImages);
        var options = new ScenesOptions { Seed = settings.Seed };
        return settings.Open(
            ImageProblem.Cifar10,
            () => new ScenesSource(DataSplit.Train, train, options),
            () => new ScenesSource(DataSplit.Validation, validation, options),
            "The pictures are SYNTHETIC scenes, drawn by the program in place of CIFAR-10: these are no results on CIFAR-10, and the classes are other ones. Evaluated on an independent draw.");
    }
}
