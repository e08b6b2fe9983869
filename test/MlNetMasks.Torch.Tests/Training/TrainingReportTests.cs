namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class TrainingReportTests
{
    private const int Features = 8;
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(64, Features);

    [TestMethod]
    public void Progress_OfAStage_ComesAfterEveryStepWithTimesOfTheGivenClock()
    {
        var clock = new CountingClock();
        var reports = new List<TrainingProgress>();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);

        Pretrainer.Train(weights, Problem, Table, new PretrainOptions { StepCount = 5 }, Tiny.Context("first") with { Clock = clock, Progress = new ImmediateProgress(reports.Add) });

        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, reports.Select(report => report.Step).ToArray());
        Assert.IsTrue(reports.All(report => report.Stage == "first" && report.StepCount == 5 && double.IsFinite(report.Loss) && report.Accuracy is >= 0 and <= 1));
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, reports.Select(report => (int)report.Elapsed.TotalSeconds).ToArray());
        Assert.AreEqual(1, reports[1].StepsPerSecond);
        Assert.AreEqual(TimeSpan.FromSeconds(3), reports[1].Remaining);
        Assert.AreEqual(TimeSpan.Zero, default(TrainingProgress).Remaining);
    }

    [TestMethod]
    [DataRow(7, 7)]
    [DataRow(1000, 100)]
    [DataRow(1050, 105)]
    public void Curve_OfAStage_EndsAtItsLastStepAndAveragesTheLossBetween(int steps, int points)
    {
        var losses = new List<double>();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);

        var curve = Pretrainer.Train(
            weights, Problem, Table, new PretrainOptions { StepCount = steps, BatchSize = 4 }, Tiny.Context() with { Progress = new ImmediateProgress(progress => losses.Add(progress.Loss)) });

        Assert.HasCount(points, curve);
        Assert.AreEqual(steps, curve[^1].Step);
        var start = 0;
        foreach (var point in curve)
        {
            Assert.AreEqual(losses.GetRange(start, point.Step - start).Average(), point.Loss, 1e-6);
            start = point.Step;
        }
    }

    [TestMethod]
    public void Curve_OfClippedSteps_CountsTheirShare()
    {
        Assert.AreEqual(1, Share(1e-6));
        Assert.AreEqual(0, Share(double.PositiveInfinity));

        static double Share(double clip)
        {
            using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
            return Pretrainer.Train(weights, Problem, Table, new PretrainOptions { StepCount = 3, GradientClip = clip }, Tiny.Context())[^1].ClippedShare;
        }
    }

    [TestMethod]
    public void LogitHistogram_OfLogits_CountsEachInItsBin()
    {
        using var arena = new FloatArena(new ArenaLayout([("a", [5]), ("b", [2])]));
        ((float[])[-100, -10, -0.01f, 0, 0.49f]).CopyTo(arena.Span(0));
        ((float[])[9.99f, float.PositiveInfinity]).CopyTo(arena.Span(1));

        var counts = LogitHistogram.Of(arena, [.. Enumerable.Range(0, arena.Layout.Slots.Count)]).Counts;

        Assert.AreEqual(2, counts[0]);
        Assert.AreEqual(1, counts[19]);
        Assert.AreEqual(2, counts[20]);
        Assert.AreEqual(2, counts[39]);
        Assert.AreEqual(7, counts.Sum());
        Assert.AreEqual(-0.5, LogitHistogram.LowerEdge(19));
        Assert.ThrowsExactly<ArgumentException>(() => new LogitHistogram([1, 2]));
        Assert.ThrowsExactly<ArgumentException>(() => new LogitHistogram([-1, .. new long[39]]));
    }

    [TestMethod]
    public void ThreadChoice_ForSmallWork_IsOneAndOtherwiseTheUsers()
    {
        Assert.AreEqual(1, ThreadChoice.For(requested: 0, weightCount: 260_800, batchSize: 128));
        Assert.AreEqual(Math.Min(Environment.ProcessorCount, ThreadChoice.Maximum), ThreadChoice.For(requested: 0, weightCount: 12_124_000, batchSize: 128));
        Assert.AreEqual(3, ThreadChoice.For(requested: 3, weightCount: 1, batchSize: 1));
    }

    /// <summary>A clock that is read once at the start and once per step, and moves on by a second each time.</summary>
    private sealed class CountingClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _ticks++;
    }
}
