using CsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Generated;

[TestClass]
public sealed class CursorSetTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(65)]
    [DataRow(1000)]
    public void CursorSet_AnySize_DealsWholeBlocksInTurn(int rows)
    {
        var source = new SquaresSource(rows);
        foreach (int wanted in new[] { 2, 3, 100 })
        {
            DataViewRowCursor[] cursors = source.GetRowCursorSet([], wanted);
            Assert.IsLessThanOrEqualTo(wanted, cursors.Length);

            var byBatch = new SortedDictionary<long, List<long>>();
            foreach (DataViewRowCursor cursor in cursors)
            {
                using (cursor)
                {
                    ReadBatches(cursor, byBatch);
                }
            }

            CollectionAssert.AreEqual(Enumerable.Range(0, rows).Select(static i => (long)i).ToList(), byBatch.Values.SelectMany(static b => b).ToList());
            Assert.IsTrue(byBatch.SkipLast(1).All(static batch => batch.Value.Count == 64));
        }
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(1)]
    public void CursorSet_OneOrFewerWanted_IsOneCursorInOneBatch(int wanted)
    {
        DataViewRowCursor[] cursors = new SquaresSource(200).GetRowCursorSet([], wanted);
        var byBatch = new SortedDictionary<long, List<long>>();

        Assert.HasCount(1, cursors);
        using (cursors[0])
        {
            ReadBatches(cursors[0], byBatch);
        }

        CollectionAssert.AreEqual(new long[] { 0 }, byBatch.Keys);
    }

    [TestMethod]
    public void CursorSet_Shuffled_IsTheOrderOfTheShuffledCursor()
    {
        var source = new SquaresSource(1000);
        using DataViewRowCursor single = source.GetRowCursor([], new FixedRandom(4));
        var byBatch = new SortedDictionary<long, List<long>>();

        foreach (DataViewRowCursor cursor in source.GetRowCursorSet([], 3, new FixedRandom(4)))
        {
            using (cursor)
            {
                ReadBatches(cursor, byBatch);
            }
        }

        CollectionAssert.AreEqual(RowReading.Ids(single), byBatch.Values.SelectMany(static b => b).ToList());
    }

    [TestMethod]
    public void Shuffle_AnyRowCountAndSeed_IsAPermutation() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int).Sample((rows, seed) =>
        {
            using DataViewRowCursor cursor = new SquaresSource(rows).GetRowCursor([], new FixedRandom(seed));
            return RowReading.Ids(cursor).Order().SequenceEqual(Enumerable.Range(0, rows).Select(static i => (long)i));
        }, iter: 50);

    [TestMethod]
    public void Shuffle_HugeView_StaysInRange()
    {
        using DataViewRowCursor cursor = new SquaresSource(long.MaxValue / 2).GetRowCursor([], new FixedRandom(1));
        var ids = new HashSet<long>();
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        for (int i = 0; i < 1000 && cursor.MoveNext(); i++)
        {
            getter(ref id);
            Assert.IsLessThan((ulong)(long.MaxValue / 2), id.Low);
            ids.Add((long)id.Low);
        }

        Assert.HasCount(1000, ids);
    }

    [TestMethod]
    public void Shuffle_SameSeed_GivesTheSameOrderAndAnotherSeedAnother()
    {
        List<long> first = Shuffled(500, 1);
        List<long> again = Shuffled(500, 1);
        List<long> other = Shuffled(500, 2);

        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
    }

    [TestMethod]
    public void Shuffle_ManySeeds_PutsEveryRowEverywhere()
    {
        const int rows = 10;
        const int seeds = 5000;
        int[,] counts = new int[rows, rows];
        for (int seed = 0; seed < seeds; seed++)
        {
            List<long> order = Shuffled(rows, seed);
            for (int position = 0; position < rows; position++)
            {
                counts[position, order[position]]++;
            }
        }

        double spread = Math.Sqrt(seeds * 0.1 * 0.9);
        foreach (int count in counts)
        {
            Assert.AreEqual(seeds / rows, count, 5 * spread);
        }
    }

    [TestMethod]
    public void Shuffle_LargeView_LeavesNeighboursApart()
    {
        const int rows = 10_000;
        List<long> order = Shuffled(rows, 3);
        double meanStep = order.Zip(order.Skip(1)).Average(static pair => Math.Abs(pair.First - pair.Second));

        // The mean distance of two independent rows is a third of the view; its standard deviation here is about 33.
        Assert.AreEqual(rows / 3.0, meanStep, 170);
    }

    private static List<long> Shuffled(int rows, int seed)
    {
        using DataViewRowCursor cursor = new SquaresSource(rows).GetRowCursor([], new FixedRandom(seed));
        return RowReading.Ids(cursor);
    }

    private static void ReadBatches(DataViewRowCursor cursor, SortedDictionary<long, List<long>> byBatch)
    {
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        long last = -1;
        for (long position = 0; cursor.MoveNext(); position++)
        {
            getter(ref id);
            Assert.AreEqual(position, cursor.Position);
            Assert.IsGreaterThanOrEqualTo(last, cursor.Batch);
            if (!byBatch.TryGetValue(cursor.Batch, out List<long>? ids))
            {
                byBatch.Add(cursor.Batch, ids = []);
            }

            ids.Add((long)id.Low);
            last = cursor.Batch;
        }
    }
}
