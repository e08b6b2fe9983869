using CsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Tests.Probe;

namespace MlNetMasks.Tests.Scoring;

[TestClass]
public sealed class BatchPathTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(255)]
    [DataRow(256)]
    [DataRow(257)]
    [DataRow(1000)]
    public void Rows_OfAnyNumber_AreScoredInFullAndPartialBatches(int count)
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));

        var sums = stage.Transform(ProbeData.View(context, count)).GetColumn<float>("Sum").ToArray();

        CollectionAssert.AreEqual(ProbeData.Rows(count).Select(row => 2f * row.Features.Sum()).ToArray(), sums);
        Assert.AreEqual((count + 255) / 256, stage.Counter.Batches);
        Assert.AreEqual(count, stage.Counter.Rows);
        Assert.AreEqual(0, stage.Counter.OpenScorers);
    }

    [TestMethod]
    public void Columns_OfEveryKind_PassThroughUnchanged()
    {
        var context = ProbeData.Context();
        var data = context.Transforms.Conversion.MapValueToKey("TextKey", "Text")
            .Append(context.Transforms.Categorical.OneHotEncoding("Hot", "Label"))
            .Append(context.Transforms.Text.TokenizeIntoWords("Words", "Text"))
            .Append(context.Transforms.Conversion.ConvertType("Doubles", "Features", DataKind.Double))
            .Fit(ProbeData.View(context, 700))
            .Transform(ProbeData.View(context, 700));
        var stage = new ProbeStage(context, new ProbeNetwork(2f));

        var scored = stage.Transform(data);

        Assert.AreEqual(data.Schema.Count + 3, scored.Schema.Count);
        Assert.IsTrue(scored.Schema["Hot"].HasSlotNames());
        var before = Drain(data, data.Schema);
        var after = Drain(scored, data.Schema);
        CollectionAssert.AreEqual(before, after);
        Assert.AreEqual(0, stage.Counter.ScorersMade, "Nothing of the stage was read.");

        // With an output active the same columns go through the buffers.
        var buffered = Drain(scored, scored.Schema);
        for (var i = 0; i < before.Count; i++)
        {
            StringAssert.StartsWith(buffered[i], before[i]);
        }

        Assert.AreEqual(3, stage.Counter.Batches);
    }

    [TestMethod]
    public void SparseVectors_PassedThroughTheBuffer_StaySparse()
    {
        var context = ProbeData.Context();
        var data = context.Transforms.Categorical.OneHotEncoding("Hot", "Label")
            .Fit(ProbeData.View(context, 300))
            .Transform(ProbeData.View(context, 300));
        var scored = new ProbeStage(context, new ProbeNetwork(2f)).Transform(data);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Hot"]);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            Assert.IsFalse(value.IsDense);
            Assert.AreEqual(1, value.GetValues().Length);
        }
    }

    [TestMethod]
    public void SparseFeatures_AsInput_ScoreLikeDenseOnes()
    {
        var context = ProbeData.Context();
        var data = context.Transforms.Categorical.OneHotEncoding("Features", "Label")
            .Fit(ProbeData.View(context, 300))
            .Transform(ProbeData.View(context, 300));

        var sums = new ProbeStage(context, new ProbeNetwork(3f)).Transform(data).GetColumn<float>("Sum");

        Assert.IsTrue(sums.All(sum => sum == 3f));
    }

    [TestMethod]
    public void Getters_ReadSeveralTimesOrNever_GiveTheCurrentRow()
    {
        var context = ProbeData.Context();
        var scored = new ProbeStage(context, new ProbeNetwork(1f)).Transform(ProbeData.View(context, 600));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var number = cursor.GetGetter<long>(scored.Schema["Number"]);
        var sum = cursor.GetGetter<float>(scored.Schema["Sum"]);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            Assert.AreEqual(row, cursor.Position);
            if (row % 97 != 0)
            {
                continue;
            }

            long found = 0;
            float first = 0;
            float second = 0;
            number(ref found);
            sum(ref first);
            sum(ref second);
            Assert.AreEqual((long)row << 33, found);
            Assert.AreEqual((1.5f * row) + (row % 7), first);
            Assert.AreEqual(first, second);
        }

        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void Batches_OfWhichNoOutputIsRead_AreNotScored()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(1f));
        var scored = stage.Transform(ProbeData.View(context, 2560));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var sum = cursor.GetGetter<float>(scored.Schema["Sum"]);
        var value = 0f;
        while (cursor.MoveNext())
        {
            if (cursor.Position == 1000)
            {
                sum(ref value);
            }
        }

        Assert.AreEqual(1, stage.Counter.Batches);
    }

    [TestMethod]
    public void Filter_OnAnOutput_KeepsTheRightRows()
    {
        var context = ProbeData.Context();
        var scored = new ProbeStage(context, new ProbeNetwork(1f)).Transform(ProbeData.View(context, 2000));

        var kept = context.Data.FilterRowsByColumn(scored, "Sum", lowerBound: 300, upperBound: 900);

        var expected = ProbeData.Rows(2000).Where(row => row.Features.Sum() is >= 300 and < 900).Select(row => row.Text).ToArray();
        CollectionAssert.AreEqual(expected, kept.GetColumn<string>("Text").ToArray());
    }

    [TestMethod]
    public void Filter_BeforeTheStage_LeavesBatchesFull()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(1f));
        var filtered = context.Data.FilterRowsByColumn(ProbeData.View(context, 2000), "Label", lowerBound: 1, upperBound: 2);

        Assert.HasCount(667, stage.Transform(filtered).GetColumn<float>("Sum").ToList());
        Assert.AreEqual(3, stage.Counter.Batches);
    }

    [TestMethod]
    public void View_OverASource_KeepsRowCountIdsAndShuffling()
    {
        var context = ProbeData.Context();
        var data = ProbeData.Cached(context, 500);
        var scored = new ProbeStage(context, new ProbeNetwork(1f)).Transform(data);
        Assert.AreEqual(data.GetRowCount(), scored.GetRowCount());
        Assert.AreEqual(data.CanShuffle, scored.CanShuffle);
        Assert.IsTrue(scored.CanShuffle);
        CollectionAssert.AreEqual(Ids(data, new Random(5)), Ids(scored, new Random(5)));
        CollectionAssert.AreEqual(Drain(data, data.Schema, new Random(5)), Drain(scored, data.Schema, new Random(5)));
    }

    [TestMethod]
    public void Cursor_Misused_SaysHow()
    {
        var context = ProbeData.Context();
        var scored = new ProbeStage(context, new ProbeNetwork(1f)).Transform(ProbeData.View(context, 5));
        var cursor = scored.GetRowCursor([scored.Schema["Sum"]]);
        Assert.IsFalse(cursor.IsColumnActive(scored.Schema["Text"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Text"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(scored.Schema["Sum"]));
        var getter = cursor.GetGetter<float>(scored.Schema["Sum"]);
        var value = 0f;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        cursor.Dispose();
        cursor.Dispose();
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void Rows_OfRandomNumberAndReadPattern_AreScoredAsRead() =>
        Gen.Select(Gen.Int[0, 900], Gen.Int[1, 50]).Sample(
            (count, step) =>
            {
                var context = ProbeData.Context();
                var scored = new ProbeStage(context, new ProbeNetwork(1f)).Transform(ProbeData.View(context, count));
                using var cursor = scored.GetRowCursor(scored.Schema);
                var sum = cursor.GetGetter<float>(scored.Schema["Sum"]);
                var right = true;
                var value = 0f;
                while (cursor.MoveNext())
                {
                    if (cursor.Position % step == 0)
                    {
                        sum(ref value);
                        right &= value == (1.5f * cursor.Position) + (cursor.Position % 7);
                    }
                }

                return right;
            },
            iter: 30);

    private static List<string> Drain(IDataView view, DataViewSchema columns, Random? random = null) =>
        CursorText.Drain(view.GetRowCursor(columns.Select(column => view.Schema[column.Index]), random), columns);

    private static List<DataViewRowId> Ids(IDataView view, Random random)
    {
        using var cursor = view.GetRowCursor(view.Schema, random);
        var getter = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getter(ref id);
            ids.Add(id);
        }

        return ids;
    }
}
