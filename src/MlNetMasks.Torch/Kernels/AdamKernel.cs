using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels;

/// <summary>Adam (Kingma and Ba, 2015) with clipping in one pass over memory, in torch.optim.Adam's form without weight decay.</summary>
/// <remarks>
/// With g the scaled gradient: m = m + (1 - beta1)(g - m); v = beta2 v + (1 - beta2) g g;
/// p = p - rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon). One caller at a time.
/// </remarks>
public sealed class AdamKernel
{
    private readonly BlockWorkers _workers;
    private readonly Job _job = new();

    /// <summary>Makes a kernel that runs on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public AdamKernel(BlockWorkers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        _workers = workers;
    }

    /// <summary>Makes one step on every segment.</summary>
    /// <param name="segments">Parameters, gradients and moments.</param>
    /// <param name="moments">Decays and epsilon.</param>
    /// <param name="stepNumber">Number t of this step, counted from 1.</param>
    /// <param name="learningRate">Learning rate, finite and at least 0.</param>
    /// <param name="gradientScale">Factor on every gradient, see <see cref="GradientClip.Factor"/>; finite and at least 0. A factor of 0
    /// makes gradients 0, infinite ones too, so that a clipped overflow does not poison the moments.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">A segment of at least one parameter lacks a pointer, or its length is negative.</exception>
    public unsafe void Step(
        ReadOnlySpan<AdamSegment> segments, AdamMoments moments, long stepNumber, double learningRate, float gradientScale)
    {
        ArgumentNullException.ThrowIfNull(moments);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepNumber, 1);
        if (!(learningRate >= 0 && double.IsFinite(learningRate)))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "learningRate must lie in [0, infinity).");
        }

        if (!(gradientScale >= 0 && float.IsFinite(gradientScale)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(gradientScale), gradientScale, "gradientScale must lie in [0, infinity); 1 is no clipping.");
        }

        foreach (ref readonly var segment in segments)
        {
            if (segment.Length != 0
                && (segment.Length < 0 || segment.Parameters == null || segment.Gradients == null
                    || segment.Means == null || segment.Squares == null))
            {
                throw new ArgumentException("A segment needs all four pointers and a length of at least 0.", nameof(segments));
            }
        }

        _workers.Run(_job, _job.Prepare(segments, new Coefficients(moments, stepNumber, learningRate, gradientScale)));
    }

    private readonly struct Coefficients(AdamMoments moments, long stepNumber, double learningRate, float gradientScale)
    {
        public readonly float Scale = gradientScale;
        public readonly float MeanGain = (float)(1 - moments.Beta1);
        public readonly float SquareDecay = (float)moments.Beta2;
        public readonly float SquareGain = (float)(1 - moments.Beta2);
        public readonly float Rate = (float)(learningRate / (1 - Math.Pow(moments.Beta1, stepNumber)));
        public readonly float RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(moments.Beta2, stepNumber)));
        public readonly float Epsilon = (float)moments.Epsilon;
    }

    private sealed unsafe class Job : SegmentJob<AdamSegment>
    {
        private Coefficients _coefficients;

        public int Prepare(ReadOnlySpan<AdamSegment> segments, in Coefficients coefficients)
        {
            _coefficients = coefficients;
            Bind(segments);
            return BlockCount;
        }

        protected override void Execute(in AdamSegment segment, int block, int blockOfSegment, long offset, int count)
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

        private void Step<TLanes>(in AdamSegment segment, long offset, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var parameters = segment.Parameters + offset;
            var gradients = segment.Gradients + offset;
            var means = segment.Means + offset;
            var squares = segment.Squares + offset;
            var meanGain = TLanes.Broadcast(_coefficients.MeanGain);
            var squareDecay = TLanes.Broadcast(_coefficients.SquareDecay);
            var squareGain = TLanes.Broadcast(_coefficients.SquareGain);
            var rate = TLanes.Broadcast(_coefficients.Rate);
            var rootScale = TLanes.Broadcast(_coefficients.RootScale);
            var epsilon = TLanes.Broadcast(_coefficients.Epsilon);
            var scale = TLanes.Broadcast(_coefficients.Scale);
            var read = TLanes.Broadcast(_coefficients.Scale == 0f ? 0u : uint.MaxValue);
            for (var j = 0; j < count; j += TLanes.Count)
            {
                var gradient = (TLanes.Load(gradients + j) & read) * scale;
                var mean = TLanes.Load(means + j);
                mean += (gradient - mean) * meanGain;
                mean.Store(means + j);
                var square = (TLanes.Load(squares + j) * squareDecay) + (gradient * gradient * squareGain);
                square.Store(squares + j);
                var change = rate * mean / ((TLanes.SquareRoot(square) * rootScale) + epsilon);
                (TLanes.Load(parameters + j) - change).Store(parameters + j);
            }
        }
    }
}
