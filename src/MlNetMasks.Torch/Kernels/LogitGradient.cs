using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Elements;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// Turns gradients of masked weights into gradients of mask logits, straight through the soft mask:
/// sum over samples of g_s w E u (1 - u) / (E u + 1 - u)^2, plus the regulariser's constant; E = exp(logit).
/// </summary>
/// <remarks>
/// The paper's straight-through estimator (section 2.1). The uniform numbers are those that <see cref="MaskSampler"/> drew for the same
/// <see cref="MaskDraw"/>; they are drawn again, not stored. Results do not depend on the thread count, bit for bit. Logits beyond
/// plus or minus 40 have the slope of 40. A NaN logit gives a NaN gradient, and so a NaN sum. One caller at a time.
/// </remarks>
public sealed class LogitGradient
{
    private readonly BlockWorkers _workers;
    private readonly Job _job = new();

    /// <summary>Makes a kernel that runs on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public LogitGradient(BlockWorkers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        _workers = workers;
    }

    /// <summary>Writes the logit gradients [n] of every segment and returns the sum of their squares over all segments.</summary>
    /// <param name="segments">The segments; all pointers but the masked weights' are needed.</param>
    /// <param name="draw">The draw that the masked weights came from.</param>
    /// <param name="regulariser">Added to every gradient: beta divided by the batch size.</param>
    /// <returns>The squared norm of the gradient; NaN or infinite when a gradient is.</returns>
    /// <exception cref="ArgumentException">A segment of at least one weight lacks a pointer, or its length is negative.</exception>
    public unsafe double Accumulate(ReadOnlySpan<MaskSegment> segments, MaskDraw draw, float regulariser)
    {
        foreach (ref readonly var segment in segments)
        {
            if (segment.Length != 0
                && (segment.Length < 0 || segment.Logits == null || segment.Weights == null
                    || segment.MaskedGradients == null || segment.LogitGradients == null))
            {
                throw new ArgumentException(
                    $"Segment of slot {segment.Slot}: set Logits, Weights, MaskedGradients and LogitGradients and a length of at least 0.",
                    nameof(segments));
            }
        }

        _workers.Run(_job, _job.Prepare(segments, draw, regulariser));
        return _job.Squares.Total();
    }

    private sealed unsafe class Job : SegmentJob<MaskSegment>
    {
        private MaskDraw _draw;
        private float _regulariser;

        public BlockSums Squares { get; } = new();

        public int Prepare(ReadOnlySpan<MaskSegment> segments, MaskDraw draw, float regulariser)
        {
            _draw = draw;
            _regulariser = regulariser;
            Bind(segments);
            Squares.Clear(BlockCount);
            return BlockCount;
        }

        protected override void Execute(in MaskSegment segment, int block, int blockOfSegment, long offset, int count)
        {
            var key = StreamKey.Combine(StreamKey.OfSlot(_draw, segment.Slot), (ulong)blockOfSegment);
            Squares[block] = segment.Elements == ElementType.BFloat16
                ? Accumulate<BFloat16Element>(in segment, offset, count, key)
                : Accumulate<Float32Element>(in segment, offset, count, key);
        }

        private double Accumulate<TElement>(in MaskSegment segment, long offset, int count, ulong key)
            where TElement : struct, IElement
        {
            return LaneWidth.Best switch
            {
                16 => Accumulate<Lanes512, TElement>(in segment, offset, count, key),
                8 => Accumulate<Lanes256, TElement>(in segment, offset, count, key),
                4 => Accumulate<Lanes128, TElement>(in segment, offset, count, key),
                _ => Accumulate<ScalarLane, TElement>(in segment, offset, count, key),
            };
        }

        [SkipLocalsInit]
        private double Accumulate<TLanes, TElement>(in MaskSegment segment, long offset, int count, ulong key)
            where TLanes : struct, ILanes<TLanes>
            where TElement : struct, IElement
        {
            var powers = stackalloc float[BlockLength];
            var sums = stackalloc float[BlockLength];
            GradientBlock<TLanes>.Begin(segment.Logits + offset, powers, sums, count);
            for (var (sample, row) = (0, offset); sample < _draw.Samples; sample++, row += segment.Length)
            {
                GradientBlock<TLanes>.Add<TElement>(segment.MaskedGradients, row, powers, sums, count, StreamKey.Combine(key, (ulong)sample));
            }

            return GradientBlock<TLanes>.Finish(segment.Weights + offset, sums, segment.LogitGradients + offset, count, _regulariser);
        }
    }
}
