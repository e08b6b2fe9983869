namespace MlNetMasks.Data;

/// <summary>
/// Examples as tokens, packed: question and answer behind one another in blocks of bytes, and eight bytes per example to find them.
/// </summary>
internal sealed class ExampleTable
{
    private const int BlockBits = 20;
    private const int BlockSize = 1 << BlockBits;

    private readonly List<byte[]> _blocks = [];
    private readonly List<ulong> _entries = [];
    private int _used = BlockSize;

    public int Count => _entries.Count;

    /// <summary>Bytes of the arrays.</summary>
    public long ByteCount => ((long)_blocks.Count * BlockSize) + ((long)_entries.Capacity * sizeof(ulong));

    /// <summary>Adds an example; texts must be within the lengths and the vocabulary.</summary>
    public void Add(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        int length = question.Length + answer.Length;
        if (_used + length > BlockSize)
        {
            _blocks.Add(new byte[BlockSize]);
            _used = 0;
        }

        byte[] block = _blocks[^1];
        question.CopyTo(block.AsSpan(_used));
        answer.CopyTo(block.AsSpan(_used + question.Length));
        _entries.Add(
            ((ulong)(_blocks.Count - 1) << (BlockBits + 16)) | ((ulong)_used << 16) | ((ulong)question.Length << 8) | (uint)answer.Length);
        _used += length;
    }

    public void AddAll(ExampleTable other)
    {
        for (int i = 0; i < other.Count; i++)
        {
            Add(other.Question(i), other.Answer(i));
        }
    }

    public ReadOnlySpan<byte> Question(int index)
    {
        ulong entry = _entries[index];
        return Block(entry).Slice(Offset(entry), (int)(entry >> 8) & 0xFF);
    }

    public ReadOnlySpan<byte> Answer(int index)
    {
        ulong entry = _entries[index];
        return Block(entry).Slice(Offset(entry) + ((int)(entry >> 8) & 0xFF), (int)entry & 0xFF);
    }

    private ReadOnlySpan<byte> Block(ulong entry) => _blocks[(int)(entry >> (BlockBits + 16))];

    private static int Offset(ulong entry) => (int)(entry >> 16) & (BlockSize - 1);
}
