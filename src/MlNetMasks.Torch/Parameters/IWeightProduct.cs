using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A weight matrix that can be multiplied with but is nowhere as a tensor.</summary>
internal interface IWeightProduct
{
    /// <summary>Multiplies; gradients find their way back.</summary>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    Tensor Multiply(Tensor input);

    /// <summary>Runs an LSTM layer that has this matrix as input weights over all time steps.</summary>
    /// <param name="recurrent">The recurrent weights, bound alike.</param>
    /// <param name="bias">Bias, contiguous, <c>[1, out]</c>.</param>
    /// <param name="input">The different inputs side by side, <c>[groups, slots x batch / groups, in]</c>.</param>
    /// <param name="slots">Which of them each time step shows; each is shown at least once.</param>
    /// <param name="start">State before the first step; null for zero.</param>
    /// <returns>The state after each time step.</returns>
    IReadOnlyList<LstmState> Unroll(IWeightProduct recurrent, Tensor bias, Tensor input, IReadOnlyList<int> slots, LstmState? start);
}
