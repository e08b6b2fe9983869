using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace MlNetMasks.Data.Tests.Images;

[TestClass]
public sealed class Cifar10FilesTests
{
    [TestMethod]
    public void Read_FolderWithSomeTrainingBatches_GivesThemInOrderAndNamesThem()
    {
        using var files = new ImageFiles();
        files.Write("cifar-10-batches-bin/data_batch_2.bin", ImageFiles.Batch(20));
        files.Write("cifar-10-batches-bin/data_batch_4.bin", ImageFiles.Batch(40));
        files.Write("cifar-10-batches-bin/test_batch.bin", ImageFiles.Batch(90));
        Cifar10Images images = Cifar10Images.Read(files.Folder);

        Assert.AreEqual("data_batch_2.bin data_batch_4.bin", string.Join(' ', images.TrainingBatches));
        Assert.AreEqual((20_000, 10_000), (images.TrainCount, images.TestCount));
        var train = new Cifar10Source(images, ImageSplit.Train, new Cifar10Options { ValidationShare = 0.2, Images = 3_000 });
        List<byte[]> rows = ImageReading.Images(train);
        Assert.HasCount(3_000, rows);
        Assert.AreEqual((20, 21, 22), (rows[0][0], rows[0][1_024], rows[0][2_048]));
        Assert.AreEqual((40, 41, 42), (rows[^1][1_023], rows[^1][2_047], rows[^1][3_071]));
        Assert.AreEqual(4_000, new Cifar10Source(images, ImageSplit.Validation, new Cifar10Options { ValidationShare = 0.2 }).RowCount);
        Assert.AreEqual(90, ImageReading.Images(new Cifar10Source(images, ImageSplit.Test, new Cifar10Options { Images = 1 }))[0][0]);
        Assert.AreEqual("airplane automobile bird cat deer dog frog horse ship truck", string.Join(' ', train.ClassNames));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void Read_Archive_GivesAllBatchesWhateverTheirOrder()
    {
        using var files = new ImageFiles();
        files.Pack(Cifar10Images.TrainingBatchNames.Reverse().Append("test_batch.bin")
            .Select(static name => ImageFiles.Entry("cifar-10-batches-bin/" + name, ImageFiles.Batch((byte)(name[^5] - '0'))))
            .Append(ImageFiles.Entry("cifar-10-batches-bin/readme.html", [1, 2, 3])));
        Cifar10Images images = Cifar10Images.Read(files.Folder);

        Assert.AreEqual((50_000, 10_000), (images.TrainCount, images.TestCount));
        List<byte[]> rows = ImageReading.Images(new Cifar10Source(images, ImageSplit.Train));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5 }, Enumerable.Range(0, 5).Select(batch => rows[(batch * 10_000) + 7][5]).ToArray());
    }

    [TestMethod]
    public void Read_BatchOfAnotherSize_IsRefusedWithBothSizes()
    {
        using var files = new ImageFiles();
        files.Write("test_batch.bin", new byte[3_073]);
        string path = files.Write("data_batch_1.bin", new byte[ImageFiles.BatchBytes - 3_073]);
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(files.Folder));
        Assert.StartsWith($"{path}: found 30726927 bytes; expected 30730000: 10000 images of a label and 3072 pixels.", fault.Message);
    }

    [TestMethod]
    public void Read_LabelOutOfRange_NamesImageAndLabel()
    {
        using var files = new ImageFiles();
        byte[] batch = new byte[ImageFiles.BatchBytes];
        batch[2 * 3_073] = 10;
        files.Write("test_batch.bin", []);
        string path = files.Write("data_batch_1.bin", batch);
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(files.Folder));
        Assert.StartsWith($"{path}: found the label 10 of image 3; expected labels from 0 to 9.", fault.Message);
    }

    [TestMethod]
    public void Read_WithoutFiles_SaysHowToFetchThem()
    {
        using var files = new ImageFiles();
        Assert.Contains("mlnetmasks data fetch cifar10", Assert.ThrowsExactly<FileNotFoundException>(() => Cifar10Images.Read(files.Folder)).Message);
        string batch = files.Write("data_batch_3.bin", []);
        Assert.Contains("test_batch.bin", Assert.ThrowsExactly<FileNotFoundException>(() => Cifar10Images.Read(files.Folder)).Message);
        Assert.ThrowsExactly<ArgumentException>(() => Cifar10Images.Read([], batch));
        Assert.Contains("each once", Assert.ThrowsExactly<ArgumentException>(() => Cifar10Images.Read([batch], batch)).Message);
    }

    public static IEnumerable<object[]> HostileEntries =>
    [
        ["../data_batch_1.bin", TarEntryType.RegularFile, "leads out of the archive"],
        ["/data_batch_1.bin", TarEntryType.RegularFile, "leads out of the archive"],
        ["a\\..\\data_batch_1.bin", TarEntryType.RegularFile, "leads out of the archive"],
        ["c:/data_batch_1.bin", TarEntryType.RegularFile, "leads out of the archive"],
        ["cifar-10-batches-bin/data_batch_1.bin", TarEntryType.SymbolicLink, "of type SymbolicLink"],
        ["cifar-10-batches-bin/data_batch_1.bin", TarEntryType.HardLink, "of type HardLink"],
        ["cifar-10-batches-bin/fifo", TarEntryType.Fifo, "of type Fifo"],
        ["cifar-10-batches-bin/data_batch_1.bin", TarEntryType.RegularFile, "found 3 bytes; expected 30730000"],
        [new string('n', 1_200), TarEntryType.RegularFile, "with a name of 1200 characters"],
    ];

    [TestMethod]
    [DynamicData(nameof(HostileEntries))]
    public void Read_ArchiveWithAHostileEntry_IsRefused(string name, TarEntryType type, string found)
    {
        using var files = new ImageFiles();
        var entry = new PaxTarEntry(type, name);
        if (type == TarEntryType.RegularFile)
        {
            entry.DataStream = new MemoryStream([1, 2, 3]);
        }
        else if (type != TarEntryType.Fifo)
        {
            entry.LinkName = "/etc/passwd";
        }

        string archive = files.Pack(entry);
        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive));
        Assert.StartsWith(archive, fault.Message);
        Assert.Contains(found, fault.Message);
        Assert.Contains("etch", fault.Message);
        Assert.HasCount(1, Directory.GetFileSystemEntries(files.Folder));
    }

    [TestMethod]
    public void Read_ArchiveWithTooMuch_IsRefused()
    {
        using var files = new ImageFiles();
        TarEntry[] many = [.. Enumerable.Range(0, 65).Select(static i => ImageFiles.Entry($"f{i}", []))];
        Assert.Contains("more than 64 entries", Fault(many));
        Assert.Contains("a second entry 'f'", Fault(ImageFiles.Entry("f", []), ImageFiles.Entry("f", [])));
        Assert.Contains("67108865 bytes; at most 67108864 are accepted", Fault(ImageFiles.Entry("f", new byte[(64 << 20) + 1])));

        string Fault(params TarEntry[] entries) => Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(files.Pack(entries))).Message;
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void Read_ArchiveThatUnpacksToMoreThanTheLimit_IsRefused()
    {
        using var files = new ImageFiles();
        byte[] large = new byte[60 << 20];
        string archive = files.Pack(Enumerable.Range(0, 9).Select(i => ImageFiles.Entry($"f{i}", large)));
        Assert.Contains("more than 536,870,912 bytes of unpacked content", Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive)).Message);
    }

    [TestMethod]
    public void Read_BatchTwiceInAnArchive_IsRefused()
    {
        using var files = new ImageFiles();
        byte[] batch = new byte[ImageFiles.BatchBytes];
        string archive = files.Pack(ImageFiles.Entry("a/data_batch_1.bin", batch), ImageFiles.Entry("b/data_batch_1.bin", batch));
        Assert.Contains("a second entry 'b/data_batch_1.bin'", Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive)).Message);
    }

    [TestMethod]
    [DataRow(0.2)]
    [DataRow(0.7)]
    [DataRow(0.98)]
    public void Read_TruncatedArchive_IsRefused(double part)
    {
        using var files = new ImageFiles();
        var random = new CounterRandom(1, "noise");
        byte[] content = [.. Enumerable.Range(0, 50_000).Select(i => (byte)random.Bits(i, 0))];
        byte[] whole = File.ReadAllBytes(files.Pack(ImageFiles.Entry("readme.html", content), ImageFiles.Entry("more.html", content)));
        string archive = files.Write(Cifar10Images.ArchiveName, whole[..(int)(part * whole.Length)]);
        Assert.StartsWith(archive, Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive)).Message);
    }

    [TestMethod]
    public void Read_ArchiveWhoseCompressionHasNoEndOfItsOwn_IsRefused()
    {
        using var files = new ImageFiles();
        byte[] whole = File.ReadAllBytes(files.Pack(ImageFiles.Entry("readme.html", [1, 2, 3])));
        foreach (byte[] content in new[] { whole[..^8], whole[..^1], [.. whole, .. Enumerable.Repeat((byte)7, 40)] })
        {
            string archive = files.Write(Cifar10Images.ArchiveName, content);
            Assert.StartsWith(archive, Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive)).Message);
        }
    }

    /// <summary>To the tar reader the first entry is empty and a second one follows; to whoever trusts its header, the second one is content of the first.</summary>
    [TestMethod]
    public void Read_ArchiveWhoseMetadataContradictsAHeader_IsRefused()
    {
        using var files = new ImageFiles();
        PaxTarEntry entry = new(TarEntryType.RegularFile, "f", [new("none", "0")]) { DataStream = new MemoryStream(new byte[700]) };
        using var packed = new GZipStream(File.OpenRead(files.Pack(entry)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        packed.CopyTo(content);
        string archive = files.Write(Cifar10Images.ArchiveName, Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content.ToArray()).Replace(" none=0", " size=0", StringComparison.Ordinal)));
        Assert.Contains("another size than its header", Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive)).Message);
    }

    [TestMethod]
    public void Read_ArchiveWithoutBatches_NamesTheMissingOne()
    {
        using var files = new ImageFiles();
        string archive = files.Pack(ImageFiles.Entry("cifar-10-batches-bin/readme.html", [1]));
        Assert.Contains("has no file 'data_batch_1.bin'", Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(archive)).Message);
        string text = files.Write("other.tar.gz", "no archive at all"u8.ToArray());
        Assert.ThrowsExactly<InvalidDataException>(() => Cifar10Images.Read(text));
    }

    [TestMethod]
    public void OfficialFiles_WhereTheyAreGiven_AreRead()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("MLNETMASKS_TEST_DATA") ?? "", "cifar10");
        if (!Directory.Exists(folder))
        {
            Assert.Inconclusive("Not run: MLNETMASKS_TEST_DATA names no folder with cifar10/.");
            return;
        }

        Cifar10Images images = Cifar10Images.Read(folder);
        Assert.AreEqual(10_000 * images.TrainingBatches.Count, images.TrainCount);
        var test = new Cifar10Source(images, ImageSplit.Test);
        List<uint> labels = RowReading.Values<uint>(test, "Label");
        CollectionAssert.AreEqual(new uint[] { 3, 8, 8, 0, 6, 6, 1, 6, 3, 1 }, labels[..10].Select(static key => key - 1).ToArray());
        Assert.IsTrue(labels.CountBy(static key => key).All(static pair => pair.Value == 1_000));
    }
}
