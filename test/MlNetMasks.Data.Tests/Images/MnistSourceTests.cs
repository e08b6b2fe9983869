namespace MlNetMasks.Data.Tests.Images;

[TestClass]
public sealed class MnistSourceTests
{
    [TestMethod]
    public void Splits_WithAShare_PartTheTrainingImages()
    {
        using var files = new ImageFiles();
        MnistImages images = Images(files);
        var options = new MnistOptions { ValidationShare = 0.25 };
        int[] train = FirstPixels(new MnistSource(images, ImageSplit.Train, options));
        int[] held = FirstPixels(new MnistSource(images, ImageSplit.Validation, options));

        Assert.HasCount(75, train);
        Assert.HasCount(25, held);
        CollectionAssert.AreEqual(Enumerable.Range(0, 100).ToArray(), train.Concat(held).Order().ToArray());
        CollectionAssert.AreEqual(train.Order().ToArray(), train);
        CollectionAssert.AreEqual(held, FirstPixels(new MnistSource(images, ImageSplit.Validation, options)));
        CollectionAssert.AreNotEqual(held, FirstPixels(new MnistSource(images, ImageSplit.Validation, options with { Seed = 2 })));
        Assert.HasCount(10, FirstPixels(new MnistSource(images, ImageSplit.Test, options)));
    }

    [TestMethod]
    public void Images_FewerThanThereAre_ArePartOfMore()
    {
        using var files = new ImageFiles();
        MnistImages images = Images(files);
        int[] Of(int? count) => FirstPixels(new MnistSource(images, ImageSplit.Train, new MnistOptions { ValidationShare = 0.2, Images = count }));

        Assert.HasCount(20, Of(20));
        Assert.IsEmpty(Of(20).Except(Of(40)));
        Assert.IsEmpty(Of(40).Except(Of(null)));
        CollectionAssert.AreEqual(Of(null), Of(5_000));
        Assert.HasCount(4, FirstPixels(new MnistSource(images, ImageSplit.Test, new MnistOptions { Images = 4 })));
    }

    [TestMethod]
    public void Permutations_OfTrainingAndTest_AreTheSameAndInTheRows()
    {
        using var files = new ImageFiles();
        MnistImages images = Images(files);
        var options = new MnistOptions { Permutations = [0, 3] };
        foreach (ImageSplit split in new[] { ImageSplit.Train, ImageSplit.Test })
        {
            var plain = ImageReading.Images(new MnistSource(images, split));
            var source = new MnistSource(images, split, options);
            List<byte[]> rows = ImageReading.Images(source);

            Assert.HasCount(2 * plain.Count, rows);
            CollectionAssert.AreEqual(Enumerable.Range(0, rows.Count).Select(i => i < plain.Count ? 1u : 2u).ToList(), RowReading.Values<uint>(source, "Permutation"));
            IReadOnlyList<int> order = new PixelPermutation(784, seed: 1, number: 3).Order;
            CollectionAssert.AreEqual(order.ToArray(), source.Permutations[1].Order.ToArray());
            for (int i = 0; i < plain.Count; i++)
            {
                CollectionAssert.AreEqual(plain[i], rows[i]);
                CollectionAssert.AreEqual(order.Select(pixel => plain[i][pixel]).ToArray(), rows[plain.Count + i]);
            }
        }
    }

    [TestMethod]
    public void PixelPermutation_OfAnyNumber_IsADrawOfItsOwn()
    {
        int[][] orders = [.. Enumerable.Range(0, 12).Select(static number => new PixelPermutation(784, 7, number).Order.ToArray())];

        CollectionAssert.AreEqual(Enumerable.Range(0, 784).ToArray(), orders[0]);
        foreach (int[] order in orders)
        {
            CollectionAssert.AreEqual(orders[0], order.Order().ToArray());
        }

        // Two independent permutations agree in one place on average.
        for (int a = 0; a < orders.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                Assert.IsLessThan(10, orders[a].Zip(orders[b]).Count(static pair => pair.First == pair.Second));
            }
        }

        CollectionAssert.AreNotEqual(orders[1], new PixelPermutation(784, 8, 1).Order.ToArray());
    }

    [TestMethod]
    public void Options_OutOfRange_SayWhatIsAllowed()
    {
        Assert.Contains("at least 0 and below 1", Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new MnistOptions { ValidationShare = 1 }).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new MnistOptions { ValidationShare = double.NaN });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new MnistOptions { Images = 0 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new MnistOptions { Permutations = [-1] });
        Assert.Contains("each once", Assert.ThrowsExactly<ArgumentException>(static () => new MnistOptions { Permutations = [2, 2] }).Message);
        Assert.ThrowsExactly<ArgumentException>(static () => new MnistOptions { Permutations = [] });
        Assert.ThrowsExactly<ArgumentException>(static () => new PixelPermutation(4, 1, 1).Apply(new byte[4], new byte[3]));
        using var files = new ImageFiles();
        MnistImages images = Images(files);
        Assert.Contains("ValidationShare", Assert.ThrowsExactly<ArgumentException>(() => new MnistSource(images, ImageSplit.Validation)).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MnistSource(images, (ImageSplit)9));
    }

    private static MnistImages Images(ImageFiles files)
    {
        files.WriteMnist(train: 100, test: 10, packed: false);
        return MnistImages.Read(files.Folder);
    }

    private static int[] FirstPixels(MnistSource source) => [.. ImageReading.Images(source).Select(static image => (int)image[0])];
}
