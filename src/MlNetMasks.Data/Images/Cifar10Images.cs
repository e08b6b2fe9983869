namespace MlNetMasks.Data;

/// <summary>The pictures of CIFAR-10, read from the binary batches or the archive that holds them and kept in memory. Some of the five training batches are enough.</summary>
public sealed class Cifar10Images
{
    /// <summary>Name of the official archive.</summary>
    public const string ArchiveName = "cifar-10-binary.tar.gz";

    /// <summary>Name of the archive's folder with the batches.</summary>
    public const string BatchFolder = "cifar-10-batches-bin";

    /// <summary>File name of the test batch.</summary>
    public const string TestBatchName = "test_batch.bin";

    private static readonly TarLimits s_limits = new(MaxEntries: 64, MaxEntryBytes: 64 << 20, MaxTotalBytes: 512 << 20);

    private Cifar10Images(ImageTable train, ImageTable test, IReadOnlyList<string> trainingBatches)
    {
        Train = train;
        Test = test;
        TrainingBatches = trainingBatches;
    }

    /// <summary>File names of the five training batches.</summary>
    public static IReadOnlyList<string> TrainingBatchNames { get; } =
        Array.AsReadOnly(["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"]);

    /// <summary>Channels, height and width of a picture: 3 x 32 x 32.</summary>
    public static ImageShape Shape { get; } = new(3, 32, 32);

    /// <summary>Names of the classes, in the order of the labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        Array.AsReadOnly(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);

    /// <summary>File names of the training batches that were read, in the order of their images.</summary>
    public IReadOnlyList<string> TrainingBatches { get; }

    /// <summary>Number of training images: 10,000 for each batch.</summary>
    public int TrainCount => Train.Count;

    /// <summary>Number of test images: 10,000.</summary>
    public int TestCount => Test.Count;

    internal ImageTable Train { get; }

    internal ImageTable Test { get; }

    /// <summary>
    /// Reads the official archive, or a folder: with all six batches in it or in its folder <see cref="BatchFolder"/>, else with the archive, else with
    /// the test batch and some of the training batches. The archive is streamed and never unpacked.
    /// </summary>
    /// <param name="path">Path of the archive or of the folder.</param>
    /// <returns>The pictures.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or the folder lacks a batch; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be, or the archive lacks a batch; the message names it, what was found and what was expected.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Cifar10Images Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path))
        {
            return ReadArchive(path);
        }

        string batches = Path.Combine(path, BatchFolder);
        string folder = File.Exists(Path.Combine(path, TestBatchName)) || !Directory.Exists(batches) ? path : batches;
        string[] training = [.. TrainingBatchNames.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        string test = Path.Combine(folder, TestBatchName);
        string archive = Path.Combine(path, ArchiveName);
        bool isComplete = training.Length == TrainingBatchNames.Count && File.Exists(test);
        if (!isComplete && File.Exists(archive))
        {
            return ReadArchive(archive);
        }

        return training.Length > 0
            ? Read(training, test)
            : throw new FileNotFoundException(
                $"The folder '{Path.GetFullPath(path)}' has neither '{ArchiveName}' nor '{TrainingBatchNames[0]}'. {HowToFetch}", Path.Combine(path, ArchiveName));
    }

    /// <summary>Reads batches.</summary>
    /// <param name="trainingBatches">Paths of the training batches, at least one, each once.</param>
    /// <param name="testBatch">Path of the test batch.</param>
    /// <returns>The pictures.</returns>
    /// <exception cref="ArgumentException">There is no training batch, or a batch is named twice.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it, what was found and what was expected.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Cifar10Images Read(IReadOnlyList<string> trainingBatches, string testBatch)
    {
        ArgumentNullException.ThrowIfNull(trainingBatches);
        string[] paths = [.. trainingBatches, testBatch];
        if (trainingBatches.Count == 0 || paths.Select(Path.GetFullPath).GroupBy(static path => path, StringComparer.Ordinal).Any(static group => group.Count() > 1))
        {
            throw new ArgumentException($"The batches are {string.Join(", ", paths)}; give at least one training batch and the test batch, each once.", nameof(trainingBatches));
        }

        if (Array.Find(paths, static path => !File.Exists(path)) is { } missing)
        {
            throw new FileNotFoundException($"The batch '{missing}' does not exist. {HowToFetch}", missing);
        }

        var (train, test) = (new Cifar10Batches(trainingBatches.Count), new Cifar10Batches(1));
        foreach ((int batch, string path) in trainingBatches.Index())
        {
            ReadFile(train, batch, path);
        }

        ReadFile(test, 0, testBatch);
        return new Cifar10Images(train.ToTable(), test.ToTable(), Array.AsReadOnly([.. trainingBatches.Select(path => Path.GetFileName(path))]));
    }

    private static string HowToFetch =>
        $"Fetch the archive with 'mlnetmasks data fetch cifar10', or give the folder with {TestBatchName} and one or more of {TrainingBatchNames[0]} to {TrainingBatchNames[^1]}.";

    private static void ReadFile(Cifar10Batches batches, int batch, string path)
    {
        using FileStream file = File.OpenRead(path);
        batches.Read(batch, file, file.Length, path);
    }

    private static Cifar10Images ReadArchive(string archive)
    {
        var (train, test) = (new Cifar10Batches(TrainingBatchNames.Count), new Cifar10Batches(1));
        var found = new HashSet<string>(StringComparer.Ordinal);
        var tar = new SafeTar(archive, s_limits, "the official archive of CIFAR-10's binary version");
        tar.Read(entry =>
        {
            string name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            int batch = TrainingBatchNames.ToList().IndexOf(name);
            if (batch < 0 && name != TestBatchName)
            {
                return;
            }

            if (!found.Add(name))
            {
                throw tar.Broken($"a second entry '{entry.Name}' for the same file");
            }

            (batch < 0 ? test : train).Read(Math.Max(batch, 0), entry.DataStream ?? Stream.Null, entry.Length, $"{archive}, entry {entry.Name}");
        });

        return TrainingBatchNames.Append(TestBatchName).FirstOrDefault(name => !found.Contains(name)) is { } missing
            ? throw new InvalidDataException($"The archive '{archive}' has no file '{missing}'. Verify its checksum and fetch it again.")
            : new Cifar10Images(train.ToTable(), test.ToTable(), TrainingBatchNames);
    }
}
