namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// How logits become mask samples and how gradients of masked weights become gradients of logits: the seam for another distribution
/// of masks or another device. An implementation serves one caller at a time.
/// </summary>
public interface IMaskParametrisation
{
    /// <summary>A stable name that saved models carry; two implementations of the same distribution share it.</summary>
    string Id { get; }

    /// <summary>Draws <see cref="MaskDraw.Samples"/> masks and writes the masked weights of every slot.</summary>
    /// <param name="slots">The maskable tensors; gradients are not read.</param>
    /// <param name="draw">Which draw to make; equal draws write equal values.</param>
    void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw);

    /// <summary>Writes the logit gradients of every slot and returns the sum of their squares.</summary>
    /// <param name="slots">The maskable tensors with this step's gradients.</param>
    /// <param name="draw">The draw that <see cref="Sample"/> made in this step.</param>
    /// <param name="regulariser">Added to every gradient: beta divided by the batch size.</param>
    /// <returns>The squared norm of all logit gradients; NaN when a logit or gradient is NaN.</returns>
    double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser);
}
