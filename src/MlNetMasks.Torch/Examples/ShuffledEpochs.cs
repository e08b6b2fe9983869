namespace MlNetMasks.Torch;

/// <summary>Endless batches of row indices: every row once per epoch, in an order shuffled anew by one seeded stream.</summary>
/// <remarks>
/// Where rows have lengths, an epoch is shuffled like any other and cut into chunks of 16 batches; the rows of a chunk are sorted
/// by length, ties in random order, and cut into batches; then the batches of the epoch are shuffled, and the rows inside each batch. The draw stays fair:
/// a row comes once per epoch, in a batch as large as any other, and inside a batch its place is random, so that the groups that see different mask samples
/// are exchangeable and have the same distribution. Only which rows share a batch depends on their lengths, and with it how much losses differ from batch to batch:
/// of SCAN's jump split, whose training set has the shortest command 1,467 times, about one batch in eight of 256 rows holds copies of it and some hold nothing else,
/// where batches of any length would all hold about 26. The batch that crosses from one epoch into the next is completed by random rows of any length, so that
/// batches and buckets stay in line.
/// </remarks>
public sealed class ShuffledEpochs
{
    /// <summary>Batches that are sorted by length together: more save more padding, fewer mix better.</summary>
    private const int BatchesPerChunk = 16;

    private readonly int[] _order;
    private readonly RandomStream _random;
    private readonly IReadOnlyList<int> _lengths;
    private int _position;

    /// <summary>Starts before the first epoch.</summary>
    /// <param name="rowCount">Number of rows, at least 1.</param>
    /// <param name="random">The stream that shuffles; owned by this object from now on.</param>
    public ShuffledEpochs(int rowCount, RandomStream random)
        : this(rowCount, random, [])
    {
    }

    /// <summary>Starts before the first epoch of rows that have lengths.</summary>
    /// <param name="rowCount">Number of rows, at least 1.</param>
    /// <param name="random">The stream that shuffles; owned by this object from now on.</param>
    /// <param name="lengths">Length of each row; empty where all rows cost the same.</param>
    /// <exception cref="ArgumentException">There are lengths, but not one per row.</exception>
    public ShuffledEpochs(int rowCount, RandomStream random, IReadOnlyList<int> lengths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Count > 0 && lengths.Count != rowCount)
        {
            throw new ArgumentException($"There are {lengths.Count} lengths for {rowCount} rows; give one per row, or none.", nameof(lengths));
        }

        _random = random;
        _lengths = lengths;
        _order = new int[rowCount];
        for (var i = 0; i < rowCount; i++)
        {
            _order[i] = i;
        }

        _position = rowCount;
    }

    internal int RowCount => _order.Length;

    /// <summary>The order of the running epoch.</summary>
    internal ReadOnlySpan<int> Order => _order;

    /// <summary>Rows of the running epoch that are used up.</summary>
    internal int Position => _position;

    /// <summary>Where the stream stands that shuffles.</summary>
    internal ulong[] RandomState() => _random.State();

    /// <summary>Goes to where epochs of as many rows stood.</summary>
    internal void Restore(ReadOnlySpan<int> order, int position, ReadOnlySpan<ulong> randomState)
    {
        order.CopyTo(_order);
        _position = position;
        _random.Restore(randomState);
    }

    /// <summary>Epochs that go on from here in the same way, on their own.</summary>
    internal ShuffledEpochs Copy()
    {
        var copy = new ShuffledEpochs(RowCount, new RandomStream(0), _lengths);
        copy.Restore(_order, _position, RandomState());
        return copy;
    }

    /// <summary>Fills a batch; it may cross from one epoch into the next. Where rows have lengths, all batches must be of the same size.</summary>
    /// <param name="rows">Receives row indices.</param>
    public void Next(Span<int> rows)
    {
        var batchSize = rows.Length;
        while (!rows.IsEmpty)
        {
            if (_position == _order.Length)
            {
                _random.Shuffle(_order);
                _position = 0;
                if (_lengths.Count > 0)
                {
                    Bucket(rows.Length % batchSize, batchSize);
                }
            }

            var count = Math.Min(rows.Length, _order.Length - _position);
            _order.AsSpan(_position, count).CopyTo(rows);
            _position += count;
            rows = rows[count..];
        }
    }

    /// <summary>Brings rows of similar length together.</summary>
    /// <param name="first">Where the first whole batch of the epoch begins.</param>
    /// <param name="batchSize">Rows per batch.</param>
    private void Bucket(int first, int batchSize)
    {
        var batchCount = Math.Max(0, _order.Length - first) / batchSize;
        var whole = _order.AsSpan(Math.Min(first, _order.Length), batchCount * batchSize);
        for (var start = 0; start < whole.Length; start += BatchesPerChunk * batchSize)
        {
            var chunk = whole[start..Math.Min(start + (BatchesPerChunk * batchSize), whole.Length)];
            var sorted = chunk.ToArray().OrderBy(row => _lengths[row]).ToArray(); // stable: what the shuffle did decides ties
            sorted.CopyTo(chunk);
        }

        var batches = new int[batchCount];
        for (var i = 0; i < batchCount; i++)
        {
            batches[i] = i;
        }

        _random.Shuffle(batches);
        var bucketed = whole.ToArray();
        for (var i = 0; i < batchCount; i++)
        {
            var batch = whole.Slice(i * batchSize, batchSize);
            bucketed.AsSpan(batches[i] * batchSize, batchSize).CopyTo(batch);
            _random.Shuffle(batch);
        }
    }
}
