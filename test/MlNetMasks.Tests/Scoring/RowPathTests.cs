using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Tests.Probe;

namespace MlNetMasks.Tests.Scoring;

[TestClass]
public sealed class RowPathTests
{
    [TestMethod]
    public void PredictionEngine_OverAChain_EqualsTheBatchPath()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 300);
        var model = context.Transforms.NormalizeMinMax("Features").Append(new ProbeEstimator(context)).Fit(data);
        var batch = context.Data.CreateEnumerable<ProbeScore>(model.Transform(data), reuseRowObject: false, ignoreMissingColumns: true).ToList();
        using var engine = context.Model.CreatePredictionEngine<ProbeRow, ProbeScore>(model);
        foreach (var (row, expected) in ProbeData.Rows(300).Zip(batch))
        {
            var found = engine.Predict(row);
            CollectionAssert.AreEqual(expected.Probe, found.Probe);
            Assert.AreEqual(expected.Sum, found.Sum);
            Assert.AreEqual(expected.SumText, found.SumText);
            Assert.AreEqual(expected.Text, found.Text);
        }
    }

    [TestMethod]
    public void PredictionEngine_ReadingSeveralOutputs_ScoresEachRowOnce()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));
        using var engine = context.Model.CreatePredictionEngine<ProbeRow, ProbeScore>(stage);
        for (var i = 0; i < 10; i++)
        {
            Assert.AreEqual((3f * 2) + 2, engine.Predict(new ProbeRow { Features = [2, 1, 1] }).Sum);
        }

        Assert.AreEqual(10, stage.Counter.Rows);
    }

    [TestMethod]
    public void PredictionEngine_ReadingNoOutputOfAStage_DoesNotScoreIt()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));
        using var engine = context.Model.CreatePredictionEngine<ProbeRow, TextOnly>(stage);
        Assert.AreEqual("abc", engine.Predict(new ProbeRow { Text = "abc" }).Text);
        Assert.AreEqual(0, stage.Counter.Loaded);
        Assert.AreEqual(0, stage.Counter.ScorersMade);
    }

    [TestMethod]
    public void Follower_InAPredictionEngine_FindsTheCarriedObject()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 5);
        var model = new ProbeEstimator(context, 6f).Append(new FollowerEstimator(context)).Fit(data);
        using var engine = context.Model.CreatePredictionEngine<ProbeRow, FollowedOnly>(model);
        Assert.AreEqual(6f, engine.Predict(new ProbeRow()).Followed);
    }

    [TestMethod]
    public void Mapper_ForColumns_NamesItsDependencies()
    {
        var context = ProbeData.Context();
        ITransformer stage = new ProbeStage(context, new ProbeNetwork(2f));
        var mapper = stage.GetRowToRowMapper(ProbeData.View(context, 1).Schema);
        CollectionAssert.AreEqual(
            new[] { "Features", "Text" },
            mapper.GetDependencies([mapper.OutputSchema["Sum"], mapper.OutputSchema["Text"]]).Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(
            new[] { "Number" }, mapper.GetDependencies([mapper.OutputSchema["Number"]]).Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void Row_OfAnotherSchema_IsRefused()
    {
        var context = ProbeData.Context();
        ITransformer stage = new ProbeStage(context, new ProbeNetwork(2f));
        var mapper = stage.GetRowToRowMapper(ProbeData.View(context, 1).Schema);
        using var cursor = context.Data.LoadFromEnumerable([new FollowedOnly()]).GetRowCursor([]);
        Assert.ThrowsExactly<ArgumentException>(() => mapper.GetRow(cursor, mapper.OutputSchema));
    }

    [TestMethod]
    public void Row_Disposed_DisposesScorerAndInput()
    {
        var context = ProbeData.Context();
        var stage = new ProbeStage(context, new ProbeNetwork(2f));
        var view = ProbeData.View(context, 3);
        var mapper = ((ITransformer)stage).GetRowToRowMapper(view.Schema);
        var cursor = view.GetRowCursor(view.Schema);
        var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var getter = row.GetGetter<float>(mapper.OutputSchema["Sum"]);
        var value = 0f;
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        Assert.IsTrue(cursor.MoveNext());
        getter(ref value);
        Assert.AreEqual(1, stage.Counter.OpenScorers);
        row.Dispose();
        row.Dispose();
        Assert.AreEqual(0, stage.Counter.OpenScorers);
        Assert.ThrowsExactly<ObjectDisposedException>(() => getter(ref value));
    }

    private sealed class TextOnly
    {
        public string Text { get; set; } = "";
    }

    private sealed class FollowedOnly
    {
        public float Followed { get; set; }
    }
}
