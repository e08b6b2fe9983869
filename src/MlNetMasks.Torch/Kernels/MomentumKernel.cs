using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels;

/// <summary>Gradient descent with momentum and weight decay in one pass over memory, in torch.optim.SGD's form. One caller at a time.</summary>
/// <remarks>With g the scaled gradient: v = momentum v + (g + decay p); p = p - rate v. The same bits on any thread count.</remarks>
internal sealed class MomentumKernel(BlockWorkers workers)
{
    private readonly Job _job = new();

    /// <summary>Makes one step on every segment.</summary>
    /// <param name="segments">Parameters, gradients and velocities.</param>
    /// <param name="momentum">Share of the velocity that stays, in [0, 1).</param>
    /// <param name="weightDecay">Share of a parameter added to its gradient, finite and at least 0.</param>
    /// <param name="learningRate">Learning rate, finite and at least 0.</param>
    /// <param name="gradientScale">Factor on every gradient; 0 makes gradients 0, infinite ones too.</param>
    public void Step(ReadOnlySpan<MomentumSegment> segments, double momentum, double weightDecay, double learningRate, float gradientScale)
    {
        _job.Set((float)momentum, (float)weightDecay, (float)learningRate, gradientScale);
        workers.Run(_job, _job.Prepare(segments));
    }

    private sealed unsafe class Job : SegmentJob<MomentumSegment>
    {
        private float _momentum;
        private float _decay;
        private float _rate;
        private float _scale;

        public void Set(float momentum, float decay, float rate, float scale) => (_momentum, _decay, _rate, _scale) = (momentum, decay, rate, scale);

        public int Prepare(ReadOnlySpan<MomentumSegment> segments)
        {
            Bind(segments);
            return BlockCount;
        }

        protected override void Execute(in MomentumSegment segment, int block, int blockOfSegment, long offset, int count)
        {
            var full = count & ~15;
            switch (LaneWidth.Best)
            {
                case 16:
                    Step<Lanes512>(in segment, offset, full);
                    break;
                case 8:
                    Step<Lanes256>(in segment, offset, full);
                    break;
                case 4:
                    Step<Lanes128>(in segment, offset, full);
                    break;
                default:
                    Step<ScalarLane>(in segment, offset, full);
                    break;
            }

            Step<ScalarLane>(in segment, offset + full, count - full);
        }

        private void Step<TLanes>(in MomentumSegment segment, long offset, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var parameters = segment.Parameters + offset;
            var gradients = segment.Gradients + offset;
            var velocities = segment.Velocities + offset;
            var (momentum, decay, rate, scale) = (TLanes.Broadcast(_momentum), TLanes.Broadcast(_decay), TLanes.Broadcast(_rate), TLanes.Broadcast(_scale));
            var read = TLanes.Broadcast(_scale == 0f ? 0u : uint.MaxValue);
            for (var j = 0; j < count; j += TLanes.Count)
            {
                var parameter = TLanes.Load(parameters + j);
                var gradient = ((TLanes.Load(gradients + j) & read) * scale) + (decay * parameter);
                var velocity = (TLanes.Load(velocities + j) * momentum) + gradient;
                velocity.Store(velocities + j);
                (parameter - (rate * velocity)).Store(parameters + j);
            }
        }
    }
}
