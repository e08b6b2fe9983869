using System.Runtime.ExceptionServices;

namespace MlNetMasks.Torch;

/// <summary>
/// Encodes the batch of the next step on a thread of its own while a step runs. It draws rows from epochs of its own, one batch ahead of those that the
/// training counts, so that a checkpoint need not know of it. Allocates nothing per batch.
/// </summary>
internal sealed class BatchAhead : IDisposable
{
    private readonly BoundProblem _problem;
    private readonly ExampleTable _table;
    private readonly ShuffledEpochs _epochs;
    private readonly Func<int, IReadOnlyList<int>?> _slots;
    private readonly ImageChanges? _changes;
    private readonly int[] _rows;
    private readonly Batch[] _batches;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Thread _thread;
    private int _step;
    private int _next;
    private ExceptionDispatchInfo? _fault;
    private volatile bool _ends;

    /// <summary>Starts with the first batch.</summary>
    /// <param name="problem">Encodes.</param>
    /// <param name="table">The examples.</param>
    /// <param name="epochs">Rows of the coming batches; owned by this object from now on.</param>
    /// <param name="batchSize">Examples per batch.</param>
    /// <param name="firstStep">Number of the step that the first batch is for.</param>
    /// <param name="slots">The output slots that count in a step; null for all. Called on the other thread.</param>
    /// <param name="changes">Random changes of the images; null for none.</param>
    public BatchAhead(BoundProblem problem, ExampleTable table, ShuffledEpochs epochs, int batchSize, int firstStep, Func<int, IReadOnlyList<int>?> slots, ImageChanges? changes = null)
    {
        _problem = problem;
        _table = table;
        _epochs = epochs;
        _step = firstStep;
        _slots = slots;
        _changes = changes;
        _rows = new int[batchSize];
        _batches = [problem.CreateBatch(batchSize), problem.CreateBatch(batchSize)];
        _thread = new Thread(EncodeWhatIsWanted) { IsBackground = true, Name = "batch ahead" };
        _thread.Start();
        _wanted.Release();
    }

    /// <summary>Waits for the next batch and begins the one after it.</summary>
    /// <returns>The batch; valid until the next call.</returns>
    public Batch Next()
    {
        _ready.Wait();
        _fault?.Throw();
        var batch = _batches[_next];
        _next = 1 - _next;
        _wanted.Release();
        return batch;
    }

    public void Dispose()
    {
        _ends = true;
        _wanted.Release();
        _thread.Join();
        foreach (var batch in _batches)
        {
            batch.Dispose();
        }

        _wanted.Dispose();
        _ready.Dispose();
    }

    private void EncodeWhatIsWanted()
    {
        for (var turn = 0; ; turn = 1 - turn)
        {
            _wanted.Wait();
            if (_ends)
            {
                return;
            }

            try
            {
                _epochs.Next(_rows);
                _problem.Encode(_table, _rows, _batches[turn], withTargets: true, _slots(_step));
                _changes?.Apply(_problem, _table, _rows, _batches[turn], _step);
                _step++;
            }
            catch (Exception exception)
            {
                _fault = ExceptionDispatchInfo.Capture(exception); // thrown where the batch is asked for
            }

            _ready.Release();
        }
    }
}
