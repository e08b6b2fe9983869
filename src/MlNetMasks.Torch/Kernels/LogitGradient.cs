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
            var full = count & ~15;
            Begin<TLanes>(segment.Logits + offset, powers, sums, 0, full);
            Begin<ScalarLane>(segment.Logits + offset, powers, sums, full, count);
            for (var (sample, row) = (0, offset); sample < _draw.Samples; sample++, row += segment.Length)
            {
                AddSample<TLanes, TElement>(segment.MaskedGradients, row, powers, sums, count, StreamKey.Combine(key, (ulong)sample));
            }

            return Finish<TLanes>(segment.Weights + offset, sums, segment.LogitGradients + offset, count, _regulariser);
        }

        private static void Begin<TLanes>(float* logits, float* powers, float* sums, int from, int to)
            where TLanes : struct, ILanes<TLanes>
        {
            for (var j = from; j < to; j += TLanes.Count)
            {
                LaneMath<TLanes>.Exp(TLanes.Load(logits + j)).Store(powers + j);
                TLanes.Broadcast(0f).Store(sums + j);
            }
        }

        [SkipLocalsInit]
        private static void AddSample<TLanes, TElement>(void* gradients, long row, float* powers, float* sums, int count, ulong key)
            where TLanes : struct, ILanes<TLanes>
            where TElement : struct, IElement
        {
            var tail = stackalloc uint[16];
            var full = count & ~15;
            for (var lane = 0; lane < 16; lane += TLanes.Count)
            {
                var stream = new LaneStream<TLanes>(key, lane);
                for (var j = lane; j < full; j += 16)
                {
                    Add(stream.Next(), TElement.Load<TLanes>(gradients, row + j), powers + j, sums + j);
                }

                stream.Next().Store(tail + lane);
            }

            for (var j = full; j < count; j++)
            {
                Add(ScalarLane.Load(tail + (j - full)), TElement.Load<ScalarLane>(gradients, row + j), powers + j, sums + j);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add<TLanes>(TLanes bits, TLanes gradient, float* power, float* sum)
            where TLanes : struct, ILanes<TLanes>
        {
            var slope = LaneMath<TLanes>.Slope(TLanes.Load(power), LaneMath<TLanes>.Uniform(bits));
            (TLanes.Load(sum) + (gradient * slope)).Store(sum);
        }

        [SkipLocalsInit]
        private static double Finish<TLanes>(float* weights, float* sums, float* destination, int count, float regulariser)
            where TLanes : struct, ILanes<TLanes>
        {
            var squares = stackalloc float[16];
            var full = count & ~15;
            for (var lane = 0; lane < 16; lane += TLanes.Count)
            {
                var laneSquares = TLanes.Broadcast(0f);
                for (var j = lane; j < full; j += 16)
                {
                    laneSquares += Finish<TLanes>(weights + j, sums + j, destination + j, regulariser);
                }

                laneSquares.Store(squares + lane);
            }

            for (var j = full; j < count; j++)
            {
                var lane = squares + (j - full);
                (ScalarLane.Load(lane) + Finish<ScalarLane>(weights + j, sums + j, destination + j, regulariser)).Store(lane);
            }

            return BlockSums.OfLanes(squares);
        }

        /// <summary>Writes the gradient and returns its square.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Finish<TLanes>(float* weight, float* sum, float* destination, float regulariser)
            where TLanes : struct, ILanes<TLanes>
        {
            var gradient = (TLanes.Load(weight) * TLanes.Load(sum)) + TLanes.Broadcast(regulariser);
            gradient.Store(destination);
            return gradient * gradient;
        }
    }
}
