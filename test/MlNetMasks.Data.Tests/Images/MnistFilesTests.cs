using System.Buffers.Binary;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Images;

[TestClass]
public sealed class MnistFilesTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Read_FolderWithTheFourFiles_GivesPixelsAndDigits(bool packed)
    {
        using var files = new ImageFiles();
        files.WriteMnist(train: 30, test: 12, packed);
        MnistImages images = MnistImages.Read(files.Folder);

        Assert.AreEqual((30, 12), (images.TrainCount, images.TestCount));
        var source = new MnistSource(images, ImageSplit.Test);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 784), source.Schema["Image"].Type);
        Assert.AreEqual(new ImageShape(1, 28, 28), source.Shape);
        CollectionAssert.AreEqual(Enumerable.Range(0, 12).Select(static i => (uint)((i % 10) + 1)).ToList(), RowReading.Values<uint>(source, "Label"));
        List<byte[]> pixels = ImageReading.Images(source);
        Assert.HasCount(12, pixels);
        CollectionAssert.AreEqual(Enumerable.Range(0, 784).Select(static i => (byte)(i + 11)).ToArray(), pixels[11]);
    }

    [TestMethod]
    public void Schema_Label_NamesTheDigits()
    {
        using var files = new ImageFiles();
        files.WriteMnist(10, 10, packed: false);
        VBuffer<ReadOnlyMemory<char>> names = default;
        new MnistSource(MnistImages.Read(files.Folder), ImageSplit.Train).Schema["Label"].GetKeyValues(ref names);
        Assert.AreEqual("0 1 2 3 4 5 6 7 8 9", string.Join(' ', names.DenseValues()));
    }

    [TestMethod]
    public void Read_MissingFile_NamesItAndTheRemedy()
    {
        using var files = new ImageFiles();
        files.WriteMnist(10, 10, packed: true);
        File.Delete(files.PathOf("t10k-labels-idx1-ubyte.gz"));
        FileNotFoundException fault = Assert.ThrowsExactly<FileNotFoundException>(() => MnistImages.Read(files.Folder));
        Assert.Contains("t10k-labels-idx1-ubyte", fault.Message);
        Assert.Contains("mlnetmasks data fetch mnist", fault.Message);
    }

    public static IEnumerable<object[]> BrokenImages =>
    [
        ["empty", Array.Empty<byte>(), "found 0 bytes; expected 0x00000803"],
        ["labels", ImageFiles.IdxLabels(20), "the magic number 0x00000801; expected 0x00000803"],
        ["header", ImageFiles.IdxImages(20)[..10], "the end of the file after 10 bytes; expected an IDX header of 16"],
        ["size", ImageFiles.IdxImages(20, 28, 27), "images of 28 x 27 pixels; expected 28 x 28"],
        ["short", ImageFiles.IdxImages(20)[..^1], "15679 bytes behind the header; expected 15680 for its 20 images"],
        ["long", (byte[])[.. ImageFiles.IdxImages(20), 0], "15681 bytes behind the header; expected 15680"],
        ["none", ImageFiles.IdxImages(0), "a header that announces 0 images; expected 1 to 300000"],
        ["many", Announcing(uint.MaxValue), "a header that announces 4294967295 images"],
        ["packed magic", ImageFiles.Gzip(ImageFiles.IdxLabels(20)), "the magic number 0x00000801"],
        ["packed short", ImageFiles.Gzip(ImageFiles.IdxImages(20)[..^1]), "15679 bytes behind the header; expected 15680"],
        ["packed long", ImageFiles.Gzip([.. ImageFiles.IdxImages(20), .. new byte[1 << 20]]), "more than 15680 bytes behind the header"],
        ["packed lie", ImageFiles.Gzip(Announcing(300_000)), "15680 bytes behind the header; expected 235200000"],
        ["packed cut", ImageFiles.Gzip(ImageFiles.IdxImages(20))[..^30], "found"],
        ["packed cut in its checksum", ImageFiles.Gzip(ImageFiles.IdxImages(20))[..^4], "truncated or corrupt"],
        ["packed wrong checksum", WrongChecksum(), "truncated or corrupt"],
        ["packed noise", (byte[])[0x1F, 0x8B, .. new byte[40]], "truncated or corrupt"],
        ["other count", ImageFiles.IdxImages(19), "20 labels; expected 19, one for each image"],
    ];

    [TestMethod]
    [DynamicData(nameof(BrokenImages))]
    public void Read_BrokenImages_NameFileFoundAndExpected(string name, byte[] content, string found)
    {
        using var files = new ImageFiles();
        files.WriteMnist(20, 10, packed: false);
        string path = files.Write("train-images-idx3-ubyte", content);

        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => MnistImages.Read(files.Folder), name);
        Assert.Contains(path, fault.Message);
        Assert.Contains(found, fault.Message);
        Assert.Contains("expected", fault.Message);
    }

    [TestMethod]
    public void Read_LabelOutOfRange_NamesImageAndLabel()
    {
        using var files = new ImageFiles();
        files.WriteMnist(20, 10, packed: false);
        byte[] labels = ImageFiles.IdxLabels(10);
        labels[8 + 6] = 10;
        string path = files.Write("t10k-labels-idx1-ubyte", labels);

        InvalidDataException fault = Assert.ThrowsExactly<InvalidDataException>(() => MnistImages.Read(files.Folder));
        Assert.StartsWith($"{path}: found the label 10 of image 7; expected labels from 0 to 9.", fault.Message);
    }

    [TestMethod]
    public void OfficialFiles_WhereTheyAreGiven_AreReadWhole()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("MLNETMASKS_TEST_DATA") ?? "", "mnist");
        if (!Directory.Exists(folder))
        {
            Assert.Inconclusive("Not run: MLNETMASKS_TEST_DATA names no folder with mnist/.");
            return;
        }

        MnistImages images = MnistImages.Read(folder);
        Assert.AreEqual((60_000, 10_000), (images.TrainCount, images.TestCount));
        List<uint> labels = RowReading.Values<uint>(new MnistSource(images, ImageSplit.Train), "Label");
        CollectionAssert.AreEqual(new uint[] { 5, 0, 4, 1, 9, 2, 1, 3, 1, 4 }, labels[..10].Select(static key => key - 1).ToArray());
        Assert.AreEqual(6_742, labels.Count(static key => key == 2));
        Assert.AreEqual(33.3, ImageReading.Images(new MnistSource(images, ImageSplit.Train)).Average(static image => image.Average(static pixel => pixel)), 0.1);
    }

    private static byte[] Announcing(uint count)
    {
        byte[] file = ImageFiles.IdxImages(20);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), count);
        return file;
    }

    private static byte[] WrongChecksum()
    {
        byte[] packed = ImageFiles.Gzip(ImageFiles.IdxImages(20));
        packed[^8] ^= 1;
        return packed;
    }
}
