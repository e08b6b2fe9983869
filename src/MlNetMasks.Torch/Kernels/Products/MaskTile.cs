using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Elements;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>
/// Rows of masked weights: they are drawn, multiplied with and dropped, unless the matrix has its samples in memory.
/// </summary>
/// <remarks>
/// Random streams belong to blocks of the whole matrix, which begin and end anywhere in a row. A tile therefore draws all blocks that its rows
/// touch and uses what lies in its rows; masks are those that <see cref="MaskSampler"/> draws.
/// </remarks>
internal sealed unsafe class MaskTile : WeightTile
{
    private const int BlockLength = SegmentJob<MaskSegment>.BlockLength;

    private ProductMatrix _matrix;
    private MaskDraw _draw;
    private float* _memory;
    private long _capacity;
    private long _pitch; // floats from one sample to the next
    private long _start; // first element of the first block
    private long _end;
    private long _first; // first element of the rows
    private long _last;

    /// <inheritdoc/>
    public override void Take(in ProductMatrix matrix, MaskDraw draw, int firstRow, int rows)
    {
        _matrix = matrix;
        _draw = draw;
        _first = (long)firstRow * matrix.Columns;
        _last = _first + ((long)rows * matrix.Columns);
        _start = _first / BlockLength * BlockLength;
        _end = Math.Min((long)matrix.Rows * matrix.Columns, (_last + BlockLength - 1) / BlockLength * BlockLength);
        _pitch = (_end - _start + (2 * Product.ColumnMultiple)) / Product.ColumnMultiple * Product.ColumnMultiple;
        Reserve(2 * draw.Samples * _pitch);
    }

    /// <inheritdoc/>
    public override float* Weights(int sample) => _matrix.Samples != null
        ? _matrix.Samples + ((long)sample * _matrix.Rows * _matrix.Columns) + _first
        : Memory(sample);

    /// <inheritdoc/>
    public override float* Gradients(int sample) => Memory(_draw.Samples + sample);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Draw<TLanes>()
    {
        if (_matrix.Samples != null)
        {
            return;
        }

        var cuts = stackalloc int[BlockLength];
        for (var block = _start; block < _end; block += BlockLength)
        {
            var count = CountOf(block);
            var key = KeyOf(block);
            var masked = _memory + (block - _start);
            MaskBlock<TLanes>.Cut(_matrix.Logits + block, cuts, count);
            for (var sample = 0; sample < _draw.Samples; sample++, masked += _pitch)
            {
                MaskBlock<TLanes>.Draw<Float32Element>(cuts, _matrix.Weights + block, masked, 0, count, StreamKey.Combine(key, (ulong)sample));
            }
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override double WriteGradients<TLanes>(float regulariser)
    {
        var powers = stackalloc float[BlockLength];
        var sums = stackalloc float[BlockLength];
        var squares = 0.0;
        for (var block = _start; block < _end; block += BlockLength)
        {
            var count = CountOf(block);
            var key = KeyOf(block);
            var gradients = _memory + (_draw.Samples * _pitch) + (block - _start);
            GradientBlock<TLanes>.Begin(_matrix.Logits + block, powers, sums, count);
            for (var sample = 0; sample < _draw.Samples; sample++, gradients += _pitch)
            {
                GradientBlock<TLanes>.Add<Float32Element>(gradients, 0, powers, sums, count, StreamKey.Combine(key, (ulong)sample));
            }

            var from = Math.Max(block, _first); // other tiles write the rest of the block
            var to = Math.Min(block + count, _last);
            squares += GradientBlock<TLanes>.Finish(
                _matrix.Weights + from, sums + (from - block), _matrix.Gradients + from, (int)(to - from), regulariser);
            if (_matrix.WeightGradients != null)
            {
                SumKept<TLanes>(block, count, key, sums);
                new ReadOnlySpan<float>(sums + (from - block), (int)(to - from)).CopyTo(new Span<float>(_matrix.WeightGradients + from, (int)(to - from)));
            }
        }

        return squares;
    }

    /// <summary>Adds up the gradients of a block's masked weights over the samples that keep them.</summary>
    [SkipLocalsInit]
    private void SumKept<TLanes>(long block, int count, ulong key, float* sums)
        where TLanes : struct, ILanes<TLanes>
    {
        var cuts = stackalloc int[BlockLength];
        var gradients = _memory + (_draw.Samples * _pitch) + (block - _start);
        MaskBlock<TLanes>.Cut(_matrix.Logits + block, cuts, count);
        new Span<float>(sums, count).Clear();
        for (var sample = 0; sample < _draw.Samples; sample++, gradients += _pitch)
        {
            MaskBlock<TLanes>.AddKept(cuts, gradients, sums, count, StreamKey.Combine(key, (ulong)sample));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _capacity = 0;
    }

    private float* Memory(int part) => _memory + (part * _pitch) + (_first - _start);

    private ulong KeyOf(long block) => StreamKey.Combine(StreamKey.OfSlot(_draw, _matrix.Slot), (ulong)(block / BlockLength));

    private int CountOf(long block) => (int)Math.Min(BlockLength, _end - block);

    private void Reserve(long length)
    {
        if (length <= _capacity)
        {
            return;
        }

        Dispose();
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(float)), ArenaLayout.Alignment * sizeof(float));
        _capacity = length;
        new Span<float>(_memory, checked((int)length)).Clear(); // gradients outside a tile's rows are read and dropped; garbage could be slow numbers
    }
}
