using System.Globalization;
using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.Sources;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The key tables of the sources of pictures. A data set and its synthetic stand-in have the same keys, so that one replaces the other by its name alone.</summary>
internal static class BuiltInImageSources
{
    private const int MaximumImages = 10_000_000;
    private const int MaximumPermutations = 1_000;

    private static readonly KeySpec s_trainRows = new(
        "train_rows", new IntegerSpec(1, MaximumImages), "Images to train on, a seeded choice; without it all that are not held out.");

    private static readonly KeySpec s_validationRows = new(
        "validation_rows", new IntegerSpec(1, MaximumImages), "Images to evaluate on, a seeded choice; without it all of the test set, or all that are held out.");

    private static readonly KeySpec s_validationShare = new(
        "validation_share",
        new NumberSpec(0, 1) { AboveMinimum = true, BelowMaximum = true },
        "Share of the training images that is held out and evaluated on; without it the test set is.");

    private static readonly KeySpec s_permutations = new(
        "permutations",
        new IntegerSpec(1, MaximumPermutations),
        "Pixel orders that every image comes in, numbered from 0, which leaves the pixels where they are; row filters choose one by the column Permutation.")
    {
        Default = "1",
    };

    /// <summary>Whether two sources, by their ids, are a data set and its stand-in.</summary>
    public static bool HaveTheSameKeys(string first, string second) =>
        first != second && new[] { ["mnist", "glyphs"], new[] { "cifar10", "scenes" } }.Any(alike => alike.Contains(first) && alike.Contains(second));

    public static DataSourceDefinition Mnist { get; } = Digits(
        "mnist", "MNIST, handwritten digits of 28 x 28 grey values, from the official files ('mlnetmasks data fetch mnist').", MnistData.Open);

    public static DataSourceDefinition Glyphs { get; } = Digits(
        "glyphs", "Synthetic digits in the form of MNIST, drawn from a seed; no download, but no MNIST either.", GlyphsData.Open);

    public static DataSourceDefinition Cifar10 { get; } = Colours(
        "cifar10",
        "CIFAR-10, photographs of ten classes with 3 x 32 x 32 values, from the official files ('mlnetmasks data fetch cifar10').",
        Cifar10Images.ClassNames,
        Cifar10Data.Open);

    public static DataSourceDefinition Scenes { get; } = Colours(
        "scenes", "Synthetic colour pictures in the form of CIFAR-10, drawn from a seed; no download, but no CIFAR-10 either.", ScenesSource.SceneNames, ScenesData.Open);

    private static DataSourceDefinition Digits(string id, string description, Func<DataRequest, ExperimentData> open)
        => new(id, description, new KeyTable(s_trainRows, s_validationRows, s_validationShare, s_permutations))
        {
            Open = open,
            Columns = settings =>
            [
                new DataColumn(ImageDataView.LabelColumn, MnistImages.ClassNames),
                new DataColumn(ImageDataView.PermutationColumn, PermutationNames(settings)),
            ],
        };

    // A wrong number of permutations is a fault of its own: then no name is wrong.
    private static string[] PermutationNames(Settings settings) => settings.Has(s_permutations.Name)
        ? [.. Enumerable.Range(0, settings.Integer(s_permutations.Name)).Select(number => number.ToString(CultureInfo.InvariantCulture))]
        : [];

    private static DataSourceDefinition Colours(string id, string description, IReadOnlyList<string> classNames, Func<DataRequest, ExperimentData> open)
        => new(id, description, new KeyTable(s_trainRows, s_validationRows, s_validationShare))
        {
            Open = open,
            Columns = _ => [new DataColumn(ImageDataView.LabelColumn, classNames)],
        };
}
