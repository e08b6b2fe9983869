using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Elements;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>Turns gradients of masked weights into gradients of logits, for one block.</summary>
internal static unsafe class GradientBlock<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Writes exp(logit) and clears the sums.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Begin(float* logits, float* powers, float* sums, int count)
    {
        var full = count & ~15;
        for (var j = 0; j < full; j += TLanes.Count)
        {
            LaneMath<TLanes>.Exp(TLanes.Load(logits + j)).Store(powers + j);
        }

        for (var j = full; j < count; j++)
        {
            LaneMath<ScalarLane>.Exp(ScalarLane.Load(logits + j)).Store(powers + j);
        }

        new Span<float>(sums, count).Clear();
    }

    /// <summary>Adds one sample's gradients times the slopes of its soft masks.</summary>
    /// <param name="gradients">Gradients of the sample's masked weights.</param>
    /// <param name="start">Index of the block's first element among them.</param>
    /// <param name="powers">From <see cref="Begin"/>.</param>
    /// <param name="sums">Where the sample is added.</param>
    /// <param name="count">Elements of the block.</param>
    /// <param name="key">Names the stream that the sample was drawn from.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add<TElement>(void* gradients, long start, float* powers, float* sums, int count, ulong key)
        where TElement : struct, IElement
    {
        var tail = stackalloc uint[16];
        var full = count & ~15;
        for (var lane = 0; lane < 16; lane += TLanes.Count)
        {
            var stream = new LaneStream<TLanes>(key, lane);
            for (var j = lane; j < full; j += 16)
            {
                Add(stream.Next(), TElement.Load<TLanes>(gradients, start + j), powers + j, sums + j);
            }

            stream.Next().Store(tail + lane);
        }

        for (var j = full; j < count; j++)
        {
            Add(ScalarLane.Load(tail + (j - full)), TElement.Load<ScalarLane>(gradients, start + j), powers + j, sums + j);
        }
    }

    /// <summary>Writes the logit gradients, weight times sum plus regulariser.</summary>
    /// <param name="weights">Frozen weights.</param>
    /// <param name="sums">The sums over samples.</param>
    /// <param name="destination">Logit gradients.</param>
    /// <param name="count">Elements.</param>
    /// <param name="regulariser">Added to every gradient.</param>
    /// <returns>The sum of their squares.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Finish(float* weights, float* sums, float* destination, int count, float regulariser)
    {
        var squares = stackalloc float[16];
        var full = count & ~15;
        for (var lane = 0; lane < 16; lane += TLanes.Count)
        {
            var laneSquares = TLanes.Broadcast(0f);
            for (var j = lane; j < full; j += 16)
            {
                laneSquares += Write(TLanes.Load(weights + j) * TLanes.Load(sums + j), destination + j, regulariser);
            }

            laneSquares.Store(squares + lane);
        }

        for (var j = full; j < count; j++)
        {
            var lane = squares + (j - full);
            (ScalarLane.Load(lane) + Write(ScalarLane.Load(weights + j) * ScalarLane.Load(sums + j), destination + j, regulariser)).Store(lane);
        }

        return BlockSums.OfLanes(squares);
    }

    /// <summary>Writes gradients plus regulariser.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="count">Elements.</param>
    /// <param name="regulariser">Added to every gradient.</param>
    /// <returns>The sum of their squares.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Finish(float* gradients, float* destination, int count, float regulariser)
    {
        var squares = stackalloc float[16];
        var full = count & ~15;
        for (var lane = 0; lane < 16; lane += TLanes.Count)
        {
            var laneSquares = TLanes.Broadcast(0f);
            for (var j = lane; j < full; j += 16)
            {
                laneSquares += Write(TLanes.Load(gradients + j), destination + j, regulariser);
            }

            laneSquares.Store(squares + lane);
        }

        for (var j = full; j < count; j++)
        {
            var lane = squares + (j - full);
            (ScalarLane.Load(lane) + Write(ScalarLane.Load(gradients + j), destination + j, regulariser)).Store(lane);
        }

        return BlockSums.OfLanes(squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T bits, T gradient, float* power, float* sum)
        where T : struct, ILanes<T>
    {
        var slope = LaneMath<T>.Slope(T.Load(power), LaneMath<T>.Uniform(bits));
        (T.Load(sum) + (gradient * slope)).Store(sum);
    }

    /// <summary>Writes the gradient and returns its square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Write<T>(T gradient, float* destination, float regulariser)
        where T : struct, ILanes<T>
    {
        var result = gradient + T.Broadcast(regulariser);
        result.Store(destination);
        return result * result;
    }
}
