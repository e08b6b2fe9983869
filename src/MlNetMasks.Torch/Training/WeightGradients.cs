using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>The gradients that backward left on leaf tensors, handed to the optimiser without a copy.</summary>
internal sealed unsafe class WeightGradients(LeafTensors leaves, ArenaAdam optimizer, BlockWorkers workers)
{
    private readonly SumOfSquares _sumOfSquares = new(workers);
    private readonly FloatSegment[] _segments = new FloatSegment[leaves.Count];

    /// <summary>Finds this step's gradients and tells the optimiser where they lie.</summary>
    /// <returns>Their squared norm.</returns>
    public double Collect()
    {
        for (var slot = 0; slot < _segments.Length; slot++)
        {
            var gradient = (float*)leaves.Gradient(slot).DataPointer();
            _segments[slot] = new FloatSegment(gradient, leaves.LengthOf(slot));
            optimizer.SetGradient(slot, gradient);
        }

        return _sumOfSquares.Of(_segments);
    }
}
