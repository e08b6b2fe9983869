namespace MlNetMasks.Data;

/// <summary>Finds repeated questions among tables of examples: open addressing over places in the tables, compared byte by byte.</summary>
internal sealed class QuestionSet
{
    // A place is table * 2^28 + row + 1; 0 is empty.
    private const int RowBits = 28;
    private readonly ExampleTable[] _tables;
    private readonly int[] _slots;
    private readonly int _shift;

    public QuestionSet(ExampleTable[] tables)
    {
        _tables = tables;
        long wanted = Math.Max(16, 2 * tables.Sum(static table => (long)table.Count));
        int size = (int)Math.Min(1L << 30, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)wanted));
        _slots = new int[size];
        _shift = 64 - System.Numerics.BitOperations.Log2((uint)size);
    }

    /// <summary>Adds the question of a row; false when it was there already.</summary>
    public bool Add(int table, int row)
    {
        ReadOnlySpan<byte> question = _tables[table].Question(row);
        int slot = (int)(HashOf(question) >> _shift);
        while (_slots[slot] != 0)
        {
            int place = _slots[slot] - 1;
            if (_tables[place >> RowBits].Question(place & ((1 << RowBits) - 1)).SequenceEqual(question))
            {
                return false;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = (table << RowBits) + row + 1;
        return true;
    }

    private static ulong HashOf(ReadOnlySpan<byte> tokens)
    {
        ulong hash = (ulong)tokens.Length;
        while (tokens.Length >= sizeof(ulong))
        {
            hash = CounterRandom.Mix(hash + System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(tokens));
            tokens = tokens[sizeof(ulong)..];
        }

        ulong rest = 0;
        foreach (byte token in tokens)
        {
            rest = (rest << 8) | token;
        }

        return CounterRandom.Mix(hash + rest + 0x9E3779B97F4A7C15);
    }
}
