using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Elements;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// Draws hard mask samples and writes the masked weights: w where u &gt; 1 / (1 + exp(logit)), else 0, with u uniform in (0, 1).
/// </summary>
/// <remarks>
/// The method of the paper (section 2.1) with one uniform number instead of two Gumbel ones, and one exponential per weight instead of
/// logarithms per weight and sample. Uniform numbers come from a stream per (seed, step, slot, block, sample) and depend neither on the
/// thread count nor on the processor. A kept weight is copied bit by bit, a dropped one is +0, also for infinities. A NaN logit
/// keeps its weight here; <see cref="LogitGradient"/> reports it by a NaN result. One caller at a time.
/// </remarks>
public sealed class MaskSampler
{
    private readonly BlockWorkers _workers;
    private readonly Job _job = new();

    /// <summary>Makes a sampler that runs on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public MaskSampler(BlockWorkers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        _workers = workers;
    }

    /// <summary>Writes the masked weights [samples, n] of every segment.</summary>
    /// <param name="segments">The segments; all pointers but the gradients' are needed.</param>
    /// <param name="draw">Which draw to make.</param>
    /// <exception cref="ArgumentException">A segment of at least one weight lacks a pointer, or its length is negative.</exception>
    public unsafe void Sample(ReadOnlySpan<MaskSegment> segments, MaskDraw draw)
    {
        foreach (ref readonly var segment in segments)
        {
            if (segment.Length != 0
                && (segment.Length < 0 || segment.Logits == null || segment.Weights == null || segment.MaskedWeights == null))
            {
                throw new ArgumentException(
                    $"Segment of slot {segment.Slot}: set Logits, Weights and MaskedWeights and a length of at least 0.", nameof(segments));
            }
        }

        _workers.Run(_job, _job.Prepare(segments, draw));
    }

    private sealed unsafe class Job : SegmentJob<MaskSegment>
    {
        private MaskDraw _draw;

        public int Prepare(ReadOnlySpan<MaskSegment> segments, MaskDraw draw)
        {
            _draw = draw;
            Bind(segments);
            return BlockCount;
        }

        protected override void Execute(in MaskSegment segment, int block, int blockOfSegment, long offset, int count)
        {
            var key = StreamKey.Combine(StreamKey.OfSlot(_draw, segment.Slot), (ulong)blockOfSegment);
            if (segment.Elements == ElementType.BFloat16)
            {
                Sample<BFloat16Element>(in segment, offset, count, key);
            }
            else
            {
                Sample<Float32Element>(in segment, offset, count, key);
            }
        }

        private void Sample<TElement>(in MaskSegment segment, long offset, int count, ulong key)
            where TElement : struct, IElement
        {
            switch (LaneWidth.Best)
            {
                case 16:
                    Sample<Lanes512, TElement>(in segment, offset, count, _draw.Samples, key);
                    break;
                case 8:
                    Sample<Lanes256, TElement>(in segment, offset, count, _draw.Samples, key);
                    break;
                case 4:
                    Sample<Lanes128, TElement>(in segment, offset, count, _draw.Samples, key);
                    break;
                default:
                    Sample<ScalarLane, TElement>(in segment, offset, count, _draw.Samples, key);
                    break;
            }
        }

        [SkipLocalsInit]
        private static void Sample<TLanes, TElement>(in MaskSegment segment, long offset, int count, int samples, ulong key)
            where TLanes : struct, ILanes<TLanes>
            where TElement : struct, IElement
        {
            var cuts = stackalloc int[BlockLength];
            var weights = stackalloc float[BlockLength];
            MaskBlock<TLanes>.Cut(segment.Logits + offset, cuts, count);
            MaskBlock<TLanes>.Round<TElement>(segment.Weights + offset, weights, count);
            for (var (sample, row) = (0, offset); sample < samples; sample++, row += segment.Length)
            {
                MaskBlock<TLanes>.Draw<TElement>(cuts, weights, segment.MaskedWeights, row, count, StreamKey.Combine(key, (ulong)sample));
            }
        }
    }
}
