namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class BatchAheadTests
{
    private const int BatchSize = 7;

    private static readonly BoundProblem Problem = Tiny.BoundTwoDigits();
    private static readonly ExampleTable Table = Tiny.TwoDigitRows();

    [TestMethod]
    public void Next_OverSeveralEpochs_GivesTheBatchesThatOneThreadWouldEncode()
    {
        var epochs = new ShuffledEpochs(Table.RowCount, new RandomStream(3));
        using var batches = new BatchAhead(Problem, Table, epochs.Copy(), BatchSize, firstStep: 1, _ => null);
        using var expected = Problem.CreateBatch(BatchSize);
        var rows = new int[BatchSize];
        for (var step = 0; step < 3 * Table.RowCount / BatchSize; step++)
        {
            epochs.Next(rows);
            Problem.Encode(Table, rows, expected, withTargets: true, slots: null);

            var batch = batches.Next();

            for (var row = 0; row < BatchSize; row++)
            {
                Assert.IsTrue(expected.InputRow(row).SequenceEqual(batch.InputRow(row)), $"step {step}, row {row}");
                Assert.IsTrue(expected.TargetRow(row).SequenceEqual(batch.TargetRow(row)), $"step {step}, row {row}");
            }
        }
    }

    [TestMethod]
    public void Next_WhereEncodingFails_ThrowsThatErrorOnTheCallersThread()
    {
        var shorter = new ExampleTable([new ExampleColumn<byte>("First", 1, new byte[100])]); // the other columns are missing
        using var batches = new BatchAhead(Problem, shorter, new ShuffledEpochs(shorter.RowCount, new RandomStream(3)), BatchSize, firstStep: 1, _ => null);

        var error = Assert.ThrowsExactly<ArgumentException>(() => batches.Next());

        Assert.Contains("Second", error.Message);
    }

    [TestMethod]
    public void Dispose_BeforeTheFirstBatch_EndsTheThreadAndFreesTheBatches()
    {
        var before = LiveTensors.OfThisThread;

        new BatchAhead(Problem, Table, new ShuffledEpochs(Table.RowCount, new RandomStream(3)), BatchSize, firstStep: 1, _ => null).Dispose();

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }
}
