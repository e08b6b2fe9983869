using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels;

/// <summary>The squared norm of plain gradients, for clipping; the same bits on any thread count. One caller at a time.</summary>
public sealed class SumOfSquares
{
    private readonly BlockWorkers _workers;
    private readonly Job _job = new();

    /// <summary>Makes a kernel that runs on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public SumOfSquares(BlockWorkers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        _workers = workers;
    }

    /// <summary>Adds the squares of all values of all segments.</summary>
    /// <param name="segments">The values.</param>
    /// <returns>The sum; NaN or infinite when a value is.</returns>
    public double Of(ReadOnlySpan<FloatSegment> segments)
    {
        _workers.Run(_job, _job.Prepare(segments));
        return _job.Squares.Total();
    }

    private sealed unsafe class Job : SegmentJob<FloatSegment>
    {
        public BlockSums Squares { get; } = new();

        public int Prepare(ReadOnlySpan<FloatSegment> segments)
        {
            Bind(segments);
            Squares.Clear(BlockCount);
            return BlockCount;
        }

        protected override void Execute(in FloatSegment segment, int block, int blockOfSegment, long offset, int count) =>
            Squares[block] = LaneWidth.Best switch
            {
                16 => Sum<Lanes512>(segment.Values + offset, count),
                8 => Sum<Lanes256>(segment.Values + offset, count),
                4 => Sum<Lanes128>(segment.Values + offset, count),
                _ => Sum<ScalarLane>(segment.Values + offset, count),
            };

        [SkipLocalsInit]
        private static double Sum<TLanes>(float* values, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var squares = stackalloc float[16];
            var full = count & ~15;
            for (var lane = 0; lane < 16; lane += TLanes.Count)
            {
                var sum = TLanes.Broadcast(0f);
                for (var j = lane; j < full; j += 16)
                {
                    var value = TLanes.Load(values + j);
                    sum += value * value;
                }

                sum.Store(squares + lane);
            }

            for (var j = full; j < count; j++)
            {
                var square = values[j] * values[j];
                squares[j - full] += square;
            }

            return BlockSums.OfLanes(squares);
        }
    }
}
