using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>The pictures of MNIST, or of another data set in its format (IDX files of 28 x 28 grey pictures and ten classes), read from files and kept in memory.</summary>
public sealed class MnistImages
{
    private const string Compressed = ".gz";

    private static readonly string[] s_names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private MnistImages(ImageTable train, ImageTable test)
    {
        Train = train;
        Test = test;
    }

    /// <summary>Names of the official files, unpacked: training images, training labels, test images, test labels.</summary>
    public static IReadOnlyList<string> FileNames { get; } = s_names.AsReadOnly();

    /// <summary>Channels, height and width of a picture: 1 x 28 x 28.</summary>
    public static ImageShape Shape { get; } = new(1, 28, 28);

    /// <summary>Names of the classes: the digits 0 to 9.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = Array.AsReadOnly(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    /// <summary>Number of training images; 60,000 in the official files.</summary>
    public int TrainCount => Train.Count;

    /// <summary>Number of test images; 10,000 in the official files.</summary>
    public int TestCount => Test.Count;

    internal ImageTable Train { get; }

    internal ImageTable Test { get; }

    /// <summary>Reads the four official files of a folder, each compressed (<c>.gz</c>) or unpacked; the compressed one is read where both are there.</summary>
    /// <param name="folder">Folder with the files.</param>
    /// <returns>The pictures.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it, what was found and what was expected.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static MnistImages Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string[] paths = [.. s_names.Select(name => PathOf(folder, name))];
        return Read(paths[0], paths[1], paths[2], paths[3]);
    }

    /// <summary>Reads four files, each compressed by gzip or not, whatever its name.</summary>
    /// <param name="trainImages">Path of the training images.</param>
    /// <param name="trainLabels">Path of their labels.</param>
    /// <param name="testImages">Path of the test images.</param>
    /// <param name="testLabels">Path of their labels.</param>
    /// <returns>The pictures.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it, what was found and what was expected.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static MnistImages Read(string trainImages, string trainLabels, string testImages, string testLabels)
    {
        if (new[] { trainImages, trainLabels, testImages, testLabels }.FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            throw new FileNotFoundException($"The file '{missing}' does not exist. {HowToFetch}", missing);
        }

        return new MnistImages(ReadSet(trainImages, trainLabels), ReadSet(testImages, testLabels));
    }

    private static string HowToFetch => "Fetch it with 'mlnetmasks data fetch mnist', or give the folder that holds the official files, compressed or unpacked.";

    private static string PathOf(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path + Compressed) ? path + Compressed
            : File.Exists(path) ? path
            : throw new FileNotFoundException($"The folder '{Path.GetFullPath(folder)}' has no file '{name}{Compressed}' or '{name}'. {HowToFetch}", path + Compressed);
    }

    private static ImageTable ReadSet(string images, string labels)
    {
        byte[] classes = IdxFile.ReadLabels(labels);
        int wrong = Array.FindIndex(classes, static label => label >= ClassNames.Count);
        if (wrong >= 0)
        {
            throw FileFault.Of(
                labels,
                string.Create(CultureInfo.InvariantCulture, $"the label {classes[wrong]} of image {wrong + 1}"),
                "labels from 0 to 9",
                "Fetch the official file again, or check that it is the right one.");
        }

        byte[] pixels = IdxFile.ReadImages(images, Shape.Height, Shape.Width);
        int count = pixels.Length / Shape.PixelCount;
        return count == classes.Length
            ? new ImageTable(pixels, classes, Shape.PixelCount)
            : throw FileFault.Of(
                labels,
                string.Create(CultureInfo.InvariantCulture, $"{classes.Length} labels"),
                string.Create(CultureInfo.InvariantCulture, $"{count}, one for each image of '{images}'"),
                "Give images and labels of the same set.");
    }
}
