namespace MlNetMasks.Torch;

/// <summary>Endless batches of row indices: every row once per epoch, in an order shuffled anew by one seeded stream.</summary>
public sealed class ShuffledEpochs
{
    private readonly int[] _order;
    private readonly RandomStream _random;
    private int _position;

    /// <summary>Starts before the first epoch.</summary>
    /// <param name="rowCount">Number of rows, at least 1.</param>
    /// <param name="random">The stream that shuffles; owned by this object from now on.</param>
    public ShuffledEpochs(int rowCount, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentNullException.ThrowIfNull(random);
        _random = random;
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
        var copy = new ShuffledEpochs(RowCount, new RandomStream(0));
        copy.Restore(_order, _position, RandomState());
        return copy;
    }

    /// <summary>Fills a batch; it may cross from one epoch into the next.</summary>
    /// <param name="rows">Receives row indices.</param>
    public void Next(Span<int> rows)
    {
        while (!rows.IsEmpty)
        {
            if (_position == _order.Length)
            {
                _random.Shuffle(_order);
                _position = 0;
            }

            var count = Math.Min(rows.Length, _order.Length - _position);
            _order.AsSpan(_position, count).CopyTo(rows);
            _position += count;
            rows = rows[count..];
        }
    }
}
