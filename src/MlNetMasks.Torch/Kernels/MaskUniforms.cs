using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels;

/// <summary>Writes the uniform numbers of a draw, for mask samplers that work with tensor operations and for tests.</summary>
public sealed class MaskUniforms
{
    private readonly BlockWorkers _workers;
    private readonly Job _job = new();

    /// <summary>Makes a kernel that runs on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public MaskUniforms(BlockWorkers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        _workers = workers;
    }

    /// <summary>Writes the numbers that <see cref="MaskSampler"/> uses for one slot in this draw: (k + 0.5) 2^-23, inside (0, 1).</summary>
    /// <param name="destination">[samples, n], row by row.</param>
    /// <param name="length">Weights of the slot, n; at least 0.</param>
    /// <param name="slot">Number of the slot in its network.</param>
    /// <param name="draw">The draw.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public unsafe void Fill(float* destination, long length, int slot, MaskDraw draw)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _workers.Run(_job, _job.Prepare(new FloatSegment(destination, length), slot, draw));
    }

    private sealed unsafe class Job : SegmentJob<FloatSegment>
    {
        private MaskDraw _draw;
        private int _slot;

        public int Prepare(FloatSegment destination, int slot, MaskDraw draw)
        {
            _draw = draw;
            _slot = slot;
            Bind([destination]);
            return BlockCount;
        }

        protected override void Execute(in FloatSegment segment, int block, int blockOfSegment, long offset, int count)
        {
            var key = StreamKey.Combine(StreamKey.OfSlot(_draw, _slot), (ulong)blockOfSegment);
            for (var sample = 0; sample < _draw.Samples; sample++)
            {
                var row = segment.Values + (sample * segment.Length) + offset;
                var sampleKey = StreamKey.Combine(key, (ulong)sample);
                switch (LaneWidth.Best)
                {
                    case 16:
                        Fill<Lanes512>(row, count, sampleKey);
                        break;
                    case 8:
                        Fill<Lanes256>(row, count, sampleKey);
                        break;
                    case 4:
                        Fill<Lanes128>(row, count, sampleKey);
                        break;
                    default:
                        Fill<ScalarLane>(row, count, sampleKey);
                        break;
                }
            }
        }

        [SkipLocalsInit]
        private static void Fill<TLanes>(float* row, int count, ulong key)
            where TLanes : struct, ILanes<TLanes>
        {
            var tail = stackalloc float[16];
            var full = count & ~15;
            for (var lane = 0; lane < 16; lane += TLanes.Count)
            {
                var stream = new LaneStream<TLanes>(key, lane);
                for (var j = lane; j < full; j += 16)
                {
                    LaneMath<TLanes>.Uniform(stream.Next()).Store(row + j);
                }

                LaneMath<TLanes>.Uniform(stream.Next()).Store(tail + lane);
            }

            for (var j = full; j < count; j++)
            {
                row[j] = tail[j - full];
            }
        }
    }
}
