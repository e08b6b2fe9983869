namespace MlNetMasks.Torch.Tests.Checkpoints;

[TestClass]
public sealed class StageCheckpointTests
{
    public static IEnumerable<object[]> Stages =>
        (from learnsMask in (bool[])[false, true]
         from network in (NetworkSpec[])[new FeedForwardNetwork([9, 7]), new LstmNetwork(5)]
         select new object[] { new StageRun(learnsMask, network) })
        .Append([new StageRun(LearnsMask: true, new FeedForwardNetwork([9, 7]) { MaskBiases = true }, LearnsWeights: true)]);

    [TestMethod]
    [DynamicData(nameof(Stages))]
    public void Stage_CancelledAndContinued_EndsLikeOneThatWasNot(object stage)
    {
        var run = (StageRun)stage;
        var straightEnd = new MemoryCheckpoint();
        var straight = run.Run(straightEnd);
        var before = LiveTensors.OfThisThread;
        foreach (var step in new[] { 1, 13, 39 })
        {
            var checkpoint = new MemoryCheckpoint();
            run.RunUntil(checkpoint, step);
            CollectionAssert.AreEqual(new[] { step }, checkpoint.SavedSteps);
            var seen = new List<TrainingProgress>();

            var (learned, curve) = run.Run(checkpoint, seen.Add);

            Assert.AreEqual(straight.Learned, learned);
            CollectionAssert.AreEqual(straight.Curve.ToArray(), curve.ToArray());
            CollectionAssert.AreEqual(straightEnd.Tensors.ToArray(), checkpoint.Tensors.ToArray());
            CollectionAssert.AreEqual(Enumerable.Range(step, StageRun.Steps - step + 1).ToArray(), seen.Select(progress => progress.Step).ToArray());
            Assert.IsTrue(seen.All(progress => progress.EarlierElapsed == seen[0].Elapsed && progress.EarlierElapsed > TimeSpan.Zero && progress.Elapsed >= progress.EarlierElapsed));
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    [DynamicData(nameof(Stages))]
    public void Stage_StoppedWithoutWarningAgainAndAgain_EndsLikeOneThatWasNot(object stage)
    {
        var run = (StageRun)stage;
        var straight = run.Run(checkpoint: null);
        var checkpoint = new MemoryCheckpoint { Interval = TimeSpan.Zero };
        var random = new RandomStream(5);
        for (var next = 1 + random.NextInt32(9); next < StageRun.Steps; next += 1 + random.NextInt32(9))
        {
            var end = next;
            Assert.ThrowsExactly<TimeoutException>(() => run.Run(checkpoint, progress =>
            {
                if (progress.Step == end)
                {
                    throw new TimeoutException();
                }
            }));
        }

        var (learned, curve) = run.Run(checkpoint);

        Assert.AreEqual(straight.Learned, learned);
        CollectionAssert.AreEqual(straight.Curve.ToArray(), curve.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Stages))]
    public void Stage_ThatIsDone_TakesNoStepAndReportsItsEnd(object stage)
    {
        var run = (StageRun)stage;
        var checkpoint = new MemoryCheckpoint();
        var first = run.Run(checkpoint);
        var seen = new List<TrainingProgress>();

        var again = run.Run(checkpoint, seen.Add, new CancellationToken(canceled: true)); // nothing is left to cancel

        Assert.AreEqual(first.Learned, again.Learned);
        CollectionAssert.AreEqual(first.Curve.ToArray(), again.Curve.ToArray());
        CollectionAssert.AreEqual(new[] { StageRun.Steps }, seen.Select(progress => progress.Step).ToArray());
        Assert.AreEqual(seen[0].Elapsed, seen[0].EarlierElapsed);
        CollectionAssert.AreEqual(new[] { StageRun.Steps }, checkpoint.SavedSteps);
        Assert.IsFalse(checkpoint.Tensors.Any(tensor => tensor.Name.StartsWith("means/", StringComparison.Ordinal) || tensor.Name.StartsWith("epochs/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Stage_SavesWhenTheIntervalOfTheGivenClockHasPassed()
    {
        var run = new StageRun(LearnsMask: true, new FeedForwardNetwork([4])) { Context = Tiny.Context("stage") with { Clock = new SecondsClock() } };
        var checkpoint = new MemoryCheckpoint { Interval = TimeSpan.FromSeconds(15) };

        run.Run(checkpoint);

        CollectionAssert.AreEqual(new[] { 15, 30, 40 }, checkpoint.SavedSteps);
    }

    [TestMethod]
    public void Stage_CancelledBeforeItsFirstStep_SavesNothing()
    {
        var checkpoint = new MemoryCheckpoint();

        Assert.ThrowsExactly<OperationCanceledException>(() => new StageRun(LearnsMask: false, new FeedForwardNetwork([4])).Run(checkpoint, cancellation: new CancellationToken(canceled: true)));

        Assert.IsNull(checkpoint.Last);
    }

    /// <summary>A clock that goes on by a second whenever somebody looks.</summary>
    private sealed class SecondsClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }
}
