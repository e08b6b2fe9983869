using Microsoft.ML;
using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Experiments.Sources;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>The sources of pictures: keys, notes, what is said when the files are not there.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ImageFileTests
{
    private const string Text = """
        experiment: pictures
        data: { source: glyphs, train_rows: 60, validation_rows: 30, permutations: 2 }
        network: { kind: feed-forward, hidden: [8] }
        pretrain: { steps: 3, batch_size: 8 }
        masks:
          defaults: { steps: 3, batch_size: 8 }
          functions:
            - { name: control, role: control }
            - { name: second, rows: { column: Permutation, equals: "1" } }
        evaluate:
          sets:
            - { name: first, rows: { column: Permutation, equals: "0" } }
            - { name: seven, rows: { column: Label, equals: "7" } }

        """;

    [TestMethod]
    public void Run_OfGlyphs_TrainsAndSaysThatTheyAreSynthetic()
    {
        using var folder = new TemporaryFolder();
        RunOutcome outcome = ExperimentRunner.Run(SamplePipeline.Load(Text).Resolve(), 1, new RunOptions { OutputRoot = folder.Path });

        Assert.Contains("SYNTHETIC digits (glyphs)", File.ReadAllText(Path.Combine(outcome.Directory, "run.json")));
    }

    [TestMethod]
    [DataRow("glyphs", "", 60_000, 10_000)]
    [DataRow("glyphs", ", validation_share: 0.2", 48_000, 12_000)]
    [DataRow("glyphs", ", permutations: 3, train_rows: 50", 150, 30_000)]
    [DataRow("scenes", "", 50_000, 10_000)]
    [DataRow("scenes", ", validation_share: 0.2, validation_rows: 100", 40_000, 100)]
    public void Open_OfSyntheticPictures_HasTheSizesOfTheDataSetInItsPlace(string source, string keys, int train, int validation)
    {
        ExperimentData data = Open($"source: {source}{keys}");

        Assert.AreEqual((train, validation), ((int)data.Train.GetRowCount()!, (int)data.Validation.GetRowCount()!));
        Assert.Contains("SYNTHETIC", data.Notes[0]);
        Assert.HasCount(keys.Contains("permutations", StringComparison.Ordinal) ? 2 : 1, data.Notes);
    }

    [TestMethod]
    [DataRow("mnist", "glyphs", "train-images-idx3-ubyte.gz")]
    [DataRow("cifar10", "scenes", "cifar-10-binary.tar.gz")]
    public void Open_WithoutTheFiles_SaysInOneLineWhatToDo(string source, string standIn, string file)
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheFolder(folder.Path);
        PipelineFileException fault = Assert.ThrowsExactly<PipelineFileException>(() => Open($"source: {source}"));

        Assert.EndsWith(
            $"{source}/{file}' does not exist; fetch the official files with 'mlnetmasks data fetch {source}', or use synthetic pictures with --set data.source={standIn}.",
            fault.Message.Replace('\\', '/'));
        Assert.DoesNotContain("\n", fault.Message);
    }

    [TestMethod]
    public void Open_OfMnist_ReadsTheCacheAndHoldsOutAShare()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheFolder(folder.Path);
        WriteMnist(Path.Combine(folder.Path, "mnist"), train: 20, test: 10);

        ExperimentData whole = Open("source: mnist");
        Assert.AreEqual((20L, 10L), (whole.Train.GetRowCount(), whole.Validation.GetRowCount()));
        Assert.Contains("20 for training; evaluated on its 10 test images", whole.Notes[0]);
        ExperimentData part = Open("source: mnist, validation_share: 0.25, train_rows: 12, permutations: 2");
        Assert.AreEqual((24L, 10L), (part.Train.GetRowCount(), part.Validation.GetRowCount()));
        Assert.Contains("held out by seed 1", part.Notes[0]);
        Assert.Contains("2 pixel orders", part.Notes[1]);
        Assert.Contains("ValidationShare", Assert.ThrowsExactly<PipelineFileException>(static () => Open("source: mnist, validation_share: 0.001")).Message);

        File.WriteAllBytes(Path.Combine(folder.Path, "mnist", "t10k-labels-idx1-ubyte"), new byte[8]);
        Assert.Contains("the magic number 0x00000000", Assert.ThrowsExactly<PipelineFileException>(static () => Open("source: mnist")).Message);
    }

    [TestMethod]
    public void Open_OfSomeCifarBatches_NamesThem()
    {
        using var folder = new TemporaryFolder();
        using var cache = new CacheFolder(folder.Path);
        string batches = Directory.CreateDirectory(Path.Combine(folder.Path, "cifar10")).FullName;
        foreach (string name in new[] { "data_batch_1.bin", "data_batch_3.bin", "test_batch.bin" })
        {
            File.WriteAllBytes(Path.Combine(batches, name), new byte[30_730_000]);
        }

        ExperimentData data = Open("source: cifar10, validation_share: 0.2");
        Assert.AreEqual((16_000L, 4_000L), (data.Train.GetRowCount(), data.Validation.GetRowCount()));
        Assert.Contains("Only 2 of the 5 training batches were there: data_batch_1.bin, data_batch_3.bin.", data.Notes[1]);
    }

    [TestMethod]
    [DataRow("permutations: 2", "permutations: 0", "expected a whole number from 1 to 1000")]
    [DataRow("permutations: 2", "permutation: 2", "did you mean 'permutations'?")]
    [DataRow("train_rows: 60", "validation_share: 1", "found '1'")]
    [DataRow("equals: \"1\"", "equals: \"2\"", "Permutation")]
    [DataRow("equals: \"7\"", "equals: \"seven\"", "Label")]
    public void Load_WrongValue_SaysWhatIsAllowed(string old, string replacement, string message)
    {
        Assert.Contains(old, Text);
        var errors = SamplePipeline.Errors(Text.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    private static ExperimentData Open(string data)
    {
        ExperimentPlan plan = SamplePipeline.Load($$"""
            experiment: pictures
            data: { {{data}} }
            network: { kind: feed-forward, hidden: [8] }
            pretrain: { steps: 3 }
            """).Resolve();
        return PipelineVocabulary.Default.DataSources.Single(source => source.Id == plan.Data.Source).Open(new DataRequest(new MLContext(seed: 1), plan, 1));
    }

    private static void WriteMnist(string folder, int train, int test)
    {
        Directory.CreateDirectory(folder);
        foreach ((int i, string name) in MnistImages.FileNames.Index())
        {
            byte count = (byte)(i < 2 ? train : test);
            byte[] header = i % 2 == 0 ? [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28] : [0, 0, 8, 1, 0, 0, 0, count];
            File.WriteAllBytes(Path.Combine(folder, name), [.. header, .. new byte[count * (i % 2 == 0 ? 784 : 1)]]);
        }
    }

    /// <summary>Names a folder as the cache until it is disposed.</summary>
    private sealed class CacheFolder : IDisposable
    {
        private readonly string? _before = Environment.GetEnvironmentVariable(DataCache.FolderVariable);

        public CacheFolder(string folder) => Environment.SetEnvironmentVariable(DataCache.FolderVariable, folder);

        public void Dispose() => Environment.SetEnvironmentVariable(DataCache.FolderVariable, _before);
    }
}
