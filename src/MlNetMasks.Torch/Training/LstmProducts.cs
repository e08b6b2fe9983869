using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The weights of an LSTM layer in a training step, see <see cref="MaskedLstmLayer"/>.</summary>
/// <param name="Input">Weights of the input.</param>
/// <param name="Recurrent">Weights of the previous output.</param>
/// <param name="Bias">Bias, contiguous, <c>[1, 4 units]</c>.</param>
internal readonly record struct LstmProducts(TapedProduct Input, TapedProduct Recurrent, Tensor Bias);
