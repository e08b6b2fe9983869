using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Elements;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>Draws the masked weights of one block.</summary>
internal static unsafe class MaskBlock<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Turns logits into the numbers that draws are compared with.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Cut(float* logits, int* cuts, int count)
    {
        var full = count & ~15;
        for (var j = 0; j < full; j += TLanes.Count)
        {
            LaneMath<TLanes>.Cut(TLanes.Load(logits + j)).Store(cuts + j);
        }

        for (var j = full; j < count; j++)
        {
            LaneMath<ScalarLane>.Cut(ScalarLane.Load(logits + j)).Store(cuts + j);
        }
    }

    /// <summary>Rounds weights to a number format.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Round<TElement>(float* weights, float* rounded, int count)
        where TElement : struct, IElement
    {
        var full = count & ~15;
        for (var j = 0; j < full; j += TLanes.Count)
        {
            TElement.Round(TLanes.Load(weights + j)).Store(rounded + j);
        }

        for (var j = full; j < count; j++)
        {
            TElement.Round(ScalarLane.Load(weights + j)).Store(rounded + j);
        }
    }

    /// <summary>Writes one sample: the weights that the stream of <paramref name="key"/> keeps, +0 for the others.</summary>
    /// <param name="cuts">From <see cref="Cut"/>.</param>
    /// <param name="weights">From <see cref="Round"/>; weights themselves for single precision.</param>
    /// <param name="masked">Destination.</param>
    /// <param name="start">Index of the block's first element in the destination.</param>
    /// <param name="count">Elements of the block.</param>
    /// <param name="key">Names the stream of the block and sample.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Draw<TElement>(int* cuts, float* weights, void* masked, long start, int count, ulong key)
        where TElement : struct, IElement
    {
        var tail = stackalloc uint[16];
        var full = count & ~15;
        for (var lane = 0; lane < 16; lane += TLanes.Count)
        {
            var stream = new LaneStream<TLanes>(key, lane);
            for (var j = lane; j < full; j += 16)
            {
                var keep = LaneMath<TLanes>.Keep(stream.Next(), TLanes.Load(cuts + j));
                TElement.Store(keep & TLanes.Load(weights + j), masked, start + j);
            }

            stream.Next().Store(tail + lane);
        }

        for (var j = full; j < count; j++)
        {
            var keep = LaneMath<ScalarLane>.Keep(ScalarLane.Load(tail + (j - full)), ScalarLane.Load(cuts + j));
            TElement.Store(keep & ScalarLane.Load(weights + j), masked, start + j);
        }
    }

    /// <summary>Adds one sample's gradients where the stream of <paramref name="key"/> keeps the weight.</summary>
    /// <param name="cuts">From <see cref="Cut"/>.</param>
    /// <param name="gradients">Gradients of the sample's masked weights.</param>
    /// <param name="sums">Where the sample is added.</param>
    /// <param name="count">Elements of the block.</param>
    /// <param name="key">Names the stream of the block and sample.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddKept(int* cuts, float* gradients, float* sums, int count, ulong key)
    {
        var tail = stackalloc uint[16];
        var full = count & ~15;
        for (var lane = 0; lane < 16; lane += TLanes.Count)
        {
            var stream = new LaneStream<TLanes>(key, lane);
            for (var j = lane; j < full; j += 16)
            {
                var keep = LaneMath<TLanes>.Keep(stream.Next(), TLanes.Load(cuts + j));
                (TLanes.Load(sums + j) + (keep & TLanes.Load(gradients + j))).Store(sums + j);
            }

            stream.Next().Store(tail + lane);
        }

        for (var j = full; j < count; j++)
        {
            var keep = LaneMath<ScalarLane>.Keep(ScalarLane.Load(tail + (j - full)), ScalarLane.Load(cuts + j));
            (ScalarLane.Load(sums + j) + (keep & ScalarLane.Load(gradients + j))).Store(sums + j);
        }
    }
}
