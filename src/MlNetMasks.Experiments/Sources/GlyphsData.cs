using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>glyphs</c>.</summary>
internal static class GlyphsData
{
    private const int TrainImages = 60_000;
    private const int TestImages = 10_000;

    public static ExperimentData Open(DataRequest request)
    {
        var settings = new ImageSettings(request);
        var (train, validation) = settings.DrawnRows(TrainImages, TestImages);
        var options = new GlyphsOptions { Permutations = settings.Permutations, Seed = settings.Seed };
        return settings.Open(
            ImageProblem.Mnist,
            () => new GlyphsSource(DataSplit.Train, train, options),
            () => new GlyphsSource(DataSplit.Validation, validation, options),
            "The pictures are SYNTHETIC digits (glyphs), drawn by the program in place of MNIST: these are no results on MNIST. Evaluated on an independent draw.");
    }
}
