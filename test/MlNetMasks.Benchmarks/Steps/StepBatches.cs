using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The batches of a step that does not run in this project's own training loop.</summary>
internal sealed class StepBatches : IDisposable
{
    private readonly StepData _data;
    private readonly ShuffledEpochs _epochs;
    private readonly int[] _rows;
    private readonly Batch _batch;

    /// <summary>Opens a net's data.</summary>
    /// <param name="net">The net.</param>
    /// <param name="isBucketed">Whether rows of similar length share a batch, as in this project's own training; the published code draws any.</param>
    public StepBatches(StepNet net, bool isBucketed)
    {
        _data = net.CreateData();
        _epochs = new ShuffledEpochs(_data.Table.RowCount, new RandomStream(1), isBucketed ? _data.Problem.LengthsOf(_data.Table) : []);
        _rows = new int[net.Batch];
        _batch = _data.Problem.CreateBatch(net.Batch);
    }

    public BoundProblem Problem => _data.Problem;

    /// <summary>Fills the batch with the next examples.</summary>
    public Batch Next()
    {
        _epochs.Next(_rows);
        _data.Problem.Encode(_data.Table, _rows, _batch, withTargets: true);
        return _batch;
    }

    public void Dispose() => _batch.Dispose();
}
