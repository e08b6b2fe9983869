using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Tests.Probe;

namespace MlNetMasks.Tests.Scoring;

[TestClass]
public sealed class CursorSetTests
{
    [TestMethod]
    public void Rows_OfParallelCursors_OrderedByBatchAreTheSerialOnes()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));
        var scored = stage.Transform(ProbeData.Cached(context, 5000));
        var serial = CursorText.Drain(scored.GetRowCursor(scored.Schema), scored.Schema);

        var cursors = scored.GetRowCursorSet(scored.Schema, 4);
        Assert.HasCount(4, cursors);
        var parts = new List<(long Batch, string Text)>[4];
        Parallel.For(0, 4, i => parts[i] = CursorText.DrainBatches(cursors[i], scored.Schema));

        var ordered = parts.SelectMany(part => part).OrderBy(row => row.Batch).Select(row => row.Text).ToList();
        CollectionAssert.AreEqual(serial, ordered);
        Assert.IsTrue(parts.All(part => part.Select(row => row.Batch).SequenceEqual(part.Select(row => row.Batch).Order())));
        Assert.AreEqual(0, stage.Counter.OpenScorers);
        Assert.AreEqual(5, stage.Counter.ScorersMade);
    }

    [TestMethod]
    public void StockStages_OnTop_ReadInParallelAndKeepTheOrder()
    {
        var context = ProbeData.Context();
        var data = ProbeData.Cached(context, 3000);
        var model = new ProbeEstimator(context).Append(context.Transforms.NormalizeMinMax("Normal", "Probe")).Fit(data);

        var rows = model.Transform(data).GetColumn<string>("SumText").Zip(model.Transform(data).GetColumn<float[]>("Normal")).ToList();

        var i = 0;
        foreach (var (text, normal) in rows)
        {
            Assert.AreEqual((2f * ((1.5f * i) + (i % 7))).ToString("R", System.Globalization.CultureInfo.InvariantCulture), text);
            Assert.AreEqual(i / 2999f, normal[0], 1e-6f);
            i++;
        }

        Assert.AreEqual(3000, i);
    }

    [TestMethod]
    public void Cursors_AbandonedHalfway_DisposeTheirScorers()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));
        var scored = stage.Transform(ProbeData.Cached(context, 3000));
        foreach (var cursor in scored.GetRowCursorSet(scored.Schema, 3))
        {
            Assert.IsTrue(cursor.MoveNext());
            cursor.Dispose();
        }

        Assert.AreEqual(0, stage.Counter.OpenScorers);
    }

    [TestMethod]
    public void View_ReadFromManyThreads_GivesEachTheSame()
    {
        var context = ProbeData.Context();
        var scored = new ProbeStage(context, new ProbeNetwork(2f)).Transform(ProbeData.View(context, 1500));
        var expected = CursorText.Drain(scored.GetRowCursor(scored.Schema), scored.Schema);
        Parallel.For(0, 8, _ => CollectionAssert.AreEqual(expected, CursorText.Drain(scored.GetRowCursor(scored.Schema), scored.Schema)));
    }

    [TestMethod]
    public void StageThatIsCached_ReadTwice_ScoresOnce()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));
        var cached = context.Data.Cache(stage.Transform(ProbeData.View(context, 1000)), "Sum", "SumText");
        var first = cached.GetColumn<float>("Sum").ToList();
        CollectionAssert.AreEqual(first, cached.GetColumn<float>("Sum").ToList());
        Assert.AreEqual(1000, stage.Counter.Rows);
    }
}
