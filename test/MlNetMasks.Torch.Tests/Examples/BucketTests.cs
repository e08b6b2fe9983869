namespace MlNetMasks.Torch.Tests.Examples;

[TestClass]
public sealed class BucketTests
{
    private const int BatchSize = 8;

    [TestMethod]
    [DataRow(256)]
    [DataRow(203)]
    [DataRow(5)]
    public void Epochs_OfRowsWithLengths_ShowEveryRowOncePerEpoch(int rowCount)
    {
        var epochs = Epochs(rowCount, 1);
        var seen = Enumerable.Range(0, rowCount).SelectMany(_ => Next(epochs)).ToList(); // whole epochs: as many as a batch has rows

        for (var epoch = 0; epoch < BatchSize; epoch++)
        {
            Assert.AreSequenceEqual(Enumerable.Range(0, rowCount), seen.Skip(epoch * rowCount).Take(rowCount).Order());
        }
    }

    [TestMethod]
    public void Batches_OfRowsWithLengths_AreAboutAsLongThroughoutAndInRandomOrder()
    {
        var epochs = Epochs(8 * 64, 1);
        var batches = Enumerable.Range(0, 64).Select(_ => Next(epochs).Select(LengthOf).ToArray()).ToList();

        Assert.IsLessThan(8, batches.Average(batch => batch.Max() - batch.Min()));
        Assert.IsTrue(batches.Any(batch => !batch.SequenceEqual(batch.Order())), "Places inside a batch are random.");
        Assert.IsTrue(batches.Zip(batches.Skip(1)).Any(pair => pair.First.Max() > pair.Second.Min()), "Long batches come before short ones too.");
    }

    [TestMethod]
    public void Groups_InsideABatch_HaveTheSameMeanLength()
    {
        var epochs = Epochs(8 * 64, 1);
        var (first, second) = (0.0, 0.0);
        for (var i = 0; i < 2000; i++)
        {
            var batch = Next(epochs);
            first += batch[..4].Average(LengthOf) / 2000;
            second += batch[4..].Average(LengthOf) / 2000;
        }

        Assert.AreEqual(first, second, 0.5);
    }

    [TestMethod]
    public void Copy_OfEpochsWithLengths_GoesOnAlike()
    {
        var epochs = Epochs(203, 1);
        _ = Next(epochs);
        var copy = epochs.Copy();

        for (var i = 0; i < 100; i++)
        {
            Assert.AreSequenceEqual(Next(epochs), Next(copy));
        }
    }

    [TestMethod]
    public void Lengths_OfAnotherNumber_AreRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => new ShuffledEpochs(3, new RandomStream(1), [1, 2]));

    private static int LengthOf(int row) => row * 37 % 50;

    private static ShuffledEpochs Epochs(int rowCount, ulong key) => new(rowCount, new RandomStream(key), [.. Enumerable.Range(0, rowCount).Select(LengthOf)]);

    private static int[] Next(ShuffledEpochs epochs)
    {
        var rows = new int[BatchSize];
        epochs.Next(rows);
        return rows;
    }
}
