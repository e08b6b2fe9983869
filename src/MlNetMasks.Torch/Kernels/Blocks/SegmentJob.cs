namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>A job over segments, each cut into blocks of <see cref="BlockLength"/> elements that never span two segments.</summary>
internal abstract class SegmentJob<TSegment> : BlockJob
    where TSegment : struct, ISegment
{
    /// <summary>
    /// Elements of a block. Part of the definition of the random streams: changing it changes every mask. A row of a block is one
    /// 4 KiB page: measured on 12 million weights, longer rows made the gradient kernel up to 1.5 times slower.
    /// </summary>
    public const int BlockLength = 1024;

    private TSegment[] _segments = [];
    private int[] _firstBlocks = [];
    private int _segmentCount;

    protected int BlockCount { get; private set; }

    public sealed override void Execute(int block, int worker)
    {
        var index = Array.BinarySearch(_firstBlocks, 0, _segmentCount, block);
        if (index < 0)
        {
            index = ~index - 1;
        }

        // Empty segments share their first block with the one that follows them.
        while (index + 1 < _segmentCount && _firstBlocks[index + 1] <= block)
        {
            index++;
        }

        var blockOfSegment = block - _firstBlocks[index];
        var offset = (long)blockOfSegment * BlockLength;
        var count = (int)Math.Min(BlockLength, _segments[index].Length - offset);
        Execute(in _segments[index], block, blockOfSegment, offset, count);
    }

    protected void Bind(ReadOnlySpan<TSegment> segments)
    {
        if (_segments.Length < segments.Length)
        {
            _segments = new TSegment[segments.Length];
            _firstBlocks = new int[segments.Length];
        }

        segments.CopyTo(_segments);
        _segmentCount = segments.Length;
        long blocks = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            _firstBlocks[i] = checked((int)blocks);
            blocks += (segments[i].Length + BlockLength - 1) / BlockLength;
        }

        BlockCount = checked((int)blocks);
    }

    /// <param name="segment">The segment.</param>
    /// <param name="block">Number of the block among all blocks of the job.</param>
    /// <param name="blockOfSegment">Number of the block in its segment.</param>
    /// <param name="offset">First element of the block in its segment.</param>
    /// <param name="count">Elements of the block.</param>
    protected abstract void Execute(in TSegment segment, int block, int blockOfSegment, long offset, int count);
}
