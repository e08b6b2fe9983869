using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// The gradients of weights whose mask samples lie in memory: the sum over the samples of the gradients of the masked weights where the sample keeps the weight.
/// </summary>
/// <remarks>A masked weight of zero does not tell whether it is kept, so the samples are drawn once more, of weights that are all one.</remarks>
internal sealed class SampledWeightGradients : IDisposable
{
    private readonly IMaskParametrisation _parametrisation;
    private readonly IReadOnlyList<MaskSlot> _slots;
    private readonly FloatArena _gradients;
    private readonly FloatArena _ones;
    private readonly TensorArena _kept; // [samples, ...shape] per slot
    private readonly MaskSlot[] _masks;

    /// <summary>Makes room for the samples.</summary>
    /// <param name="parametrisation">Draws the masks.</param>
    /// <param name="slots">The sampled tensors; their masked gradients are read by <see cref="Write"/>.</param>
    /// <param name="samples">Mask samples per step.</param>
    /// <param name="gradients">Takes the sums, a slot per maskable tensor.</param>
    public SampledWeightGradients(IMaskParametrisation parametrisation, IReadOnlyList<MaskSlot> slots, int samples, FloatArena gradients)
    {
        _parametrisation = parametrisation;
        _slots = slots;
        _gradients = gradients;
        var layout = new ArenaLayout(slots.Select(slot => (gradients.Layout.Slots[slot.Index].Name, gradients.Layout.Slots[slot.Index].Shape)));
        _ones = new FloatArena(layout);
        try
        {
            _kept = new TensorArena(layout, samples, ScalarType.Float32); // weights are learned in single precision only
        }
        catch
        {
            _ones.Dispose();
            throw;
        }

        _masks = [.. slots.Select(MaskOf)];
    }

    /// <summary>Writes the gradients of a step whose masked gradients are there.</summary>
    /// <param name="draw">The step's mask samples.</param>
    public void Write(MaskDraw draw)
    {
        if (_masks.Length == 0)
        {
            return;
        }

        using var gradients = no_grad();
        _parametrisation.Sample(_masks, draw); // the masks of the forward pass
        for (var i = 0; i < _masks.Length; i++)
        {
            using var underMasks = _slots[i].MaskedGradients!.mul(_masks[i].MaskedWeights);
            using var sum = underMasks.sum(0, keepdim: true);
            _gradients.Tensor(_masks[i].Index).copy_(sum);
        }
    }

    public void Dispose()
    {
        _kept.Dispose();
        _ones.Dispose();
    }

    private MaskSlot MaskOf(MaskSlot slot, int index)
    {
        _ones.Span(index).Fill(1);
        return new MaskSlot
        {
            Index = slot.Index,
            Logits = slot.Logits,
            Weights = _ones.Tensor(index),
            MaskedWeights = _kept.Tensor(index),
            LogitGradients = slot.LogitGradients,
        };
    }
}
