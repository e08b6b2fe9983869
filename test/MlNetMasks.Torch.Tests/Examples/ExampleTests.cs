using CsCheck;

namespace MlNetMasks.Torch.Tests.Examples;

[TestClass]
public sealed class ExampleTests
{
    [TestMethod]
    public void ShuffledEpochs_OfAnyBatchSize_VisitEveryRowOncePerEpoch()
    {
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 80], Gen.ULong).Sample((rowCount, batchSize, key) =>
        {
            const int Epochs = 3;
            var epochs = new ShuffledEpochs(rowCount, new RandomStream(key));
            var drawn = new List<int>();
            var batch = new int[batchSize];
            while (drawn.Count < rowCount * Epochs)
            {
                epochs.Next(batch);
                drawn.AddRange(batch);
            }

            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                CollectionAssert.AreEquivalent(Enumerable.Range(0, rowCount).ToArray(), drawn.GetRange(epoch * rowCount, rowCount));
            }
        });
    }

    [TestMethod]
    public void ShuffledEpochs_OfTheSameKey_RepeatAndOtherwiseDiffer()
    {
        CollectionAssert.AreEqual(Draw(1), Draw(1));
        CollectionAssert.AreNotEqual(Draw(1), Draw(2));
        CollectionAssert.AreNotEqual(Draw(1)[..100], Draw(1)[100..], "Each epoch is shuffled anew.");

        static int[] Draw(ulong key)
        {
            var rows = new int[200];
            new ShuffledEpochs(100, new RandomStream(key)).Next(rows);
            return rows;
        }
    }

    [TestMethod]
    public void ShuffledEpochs_DrawnInOtherBatches_GiveTheSameOrder()
    {
        var (whole, parts) = (new int[70], new int[70]);
        new ShuffledEpochs(30, new RandomStream(9)).Next(whole);
        var epochs = new ShuffledEpochs(30, new RandomStream(9));
        epochs.Next(parts.AsSpan(0, 1));
        epochs.Next(parts.AsSpan(1, 49));
        epochs.Next(parts.AsSpan(50));

        CollectionAssert.AreEqual(whole, parts);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ShuffledEpochs(0, new RandomStream(9)));
    }

    [TestMethod]
    public void Column_OfWidthTwo_GivesRows()
    {
        var column = new ExampleColumn<byte>("Left", 2, [1, 2, 3, 4, 5, 6]);

        Assert.AreEqual(3, column.RowCount);
        CollectionAssert.AreEqual(new byte[] { 3, 4 }, column.Row(1).ToArray());
        Assert.AreEqual(6, column.Values.Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => column.Row(3).Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => column.Row(-1).Length);
    }

    [TestMethod]
    public void Column_ThatDoesNotFit_NamesItself()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new ExampleColumn<int>("Label", 2, [1, 2, 3])).Message,
            "Column 'Label' has 3 values, which is no multiple of its width 2.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ExampleColumn<int>("Label", 0, []));
        Assert.ThrowsExactly<ArgumentException>(() => new ExampleColumn<int>(" ", 1, []));
    }

    [TestMethod]
    public void Table_OfColumns_FindsThemByNameAndType()
    {
        var table = new ExampleTable([new ExampleColumn<float>("Features", 2, [1, 2, 3, 4]), new ExampleColumn<int>("Label", 1, [0, 1])]);

        Assert.AreEqual(2, table.RowCount);
        Assert.AreEqual(1, table.Column<int>("Label").Row(1)[0]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => table.Column<float>("Label")).Message,
            "no column 'Label' of Single; they have Features, Label");
        Assert.ThrowsExactly<ArgumentException>(() => table.Column<float>("features"));
    }

    [TestMethod]
    public void Table_ThatDoesNotFit_SaysWhy()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new ExampleTable([]));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => new ExampleTable([new ExampleColumn<int>("a", 1, [1]), new ExampleColumn<int>("b", 1, [1, 2])])).Message,
            "Column 'a' has 1 rows but column 'b' has 2.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => new ExampleTable([new ExampleColumn<int>("a", 1, [1]), new ExampleColumn<float>("a", 1, [2])])).Message,
            "Two columns are named 'a'");
    }
}
