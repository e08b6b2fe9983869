namespace MlNetMasks.Tests.Probe;

/// <summary>Counts what scorers did, over all threads.</summary>
internal sealed class ProbeCounter
{
    private int _batches;
    private int _rows;
    private int _loaded;
    private int _open;
    private int _made;

    public int Batches => _batches;

    public int Rows => _rows;

    public int Loaded => _loaded;

    public int OpenScorers => _open;

    public int ScorersMade => _made;

    public void Scored(int rows)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _rows, rows);
    }

    public void LoadedOne() => Interlocked.Increment(ref _loaded);

    public void Opened()
    {
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _made);
    }

    public void Closed() => Interlocked.Decrement(ref _open);
}
