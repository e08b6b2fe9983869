namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>Sizes of one time step of an LSTM layer. Its memory is feature-major: the batch rows of a unit lie side by side.</summary>
/// <param name="Groups">Mask samples.</param>
/// <param name="Units">Units of the layer; a unit has four gates, in the order input gate, forget gate, cell, output gate.</param>
/// <param name="Rows">Batch rows per sample.</param>
internal readonly record struct LstmShape(int Groups, int Units, int Rows);
