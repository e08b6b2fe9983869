using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The state of an LSTM layer between two time steps. It does not own its tensors.</summary>
/// <param name="Output">The layer's output, <c>[groups, batch / groups, hidden]</c>.</param>
/// <param name="Cell">Its cells, <c>[groups, batch / groups, hidden]</c>.</param>
public sealed record LstmState(Tensor Output, Tensor Cell);
