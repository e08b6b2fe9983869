using MlNetMasks.Masks;
using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>The weights that are learned together with their mask: their optimiser, and the gradients that it sees.</summary>
internal sealed unsafe class JointWeights : IDisposable
{
    private readonly FloatArena _gradients;
    private readonly WeightMask _frozen;
    private readonly FloatSegment[] _segments;
    private readonly SumOfSquares _sumOfSquares;

    /// <summary>Binds an optimiser to the gradients under the masks.</summary>
    /// <param name="weights">The weights, all of them maskable.</param>
    /// <param name="logits">Leaves the gradients; it outlives this object.</param>
    /// <param name="frozen">The weights that stay.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="gradientClip">Largest norm of the gradients of the weights that do not stay.</param>
    public JointWeights(NetworkWeights weights, MaskLogits logits, WeightMask frozen, double learningRate, double gradientClip)
    {
        _gradients = logits.WeightGradients!;
        _frozen = frozen;
        _sumOfSquares = new SumOfSquares(logits.Workers);
        _segments = [.. _gradients.Layout.Slots.Select((slot, index) => new FloatSegment(_gradients.Pointer(index), slot.Count))];
        Optimizer = new ArenaAdam(weights.Arena, new LearningRateSchedule(learningRate), gradientClip, logits.Workers);
        for (var slot = 0; slot < _segments.Length; slot++)
        {
            Optimizer.SetGradient(weights.Arena.Layout.IndexOf(_gradients.Layout.Slots[slot].Name), _segments[slot].Values);
        }
    }

    /// <summary>The optimiser.</summary>
    public IArenaOptimizer Optimizer { get; }

    /// <summary>Makes the gradients of weights that stay zero, so that Adam leaves them as they are, and gives the squared norm of the others.</summary>
    public double Gradients()
    {
        for (var layer = 0; layer < _segments.Length; layer++)
        {
            var values = _gradients.Span(layer);
            var words = _frozen.Words(layer);
            for (var i = 0; i < values.Length; i++)
            {
                var stays = (uint)((words[i >> 6] >> (i & 63)) & 1);
                values[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(values[i]) & (stays - 1)); // no branch, and no NaN gets through
            }
        }

        return _sumOfSquares.Of(_segments);
    }

    public void Dispose() => Optimizer.Dispose();
}
