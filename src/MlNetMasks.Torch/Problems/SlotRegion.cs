namespace MlNetMasks.Torch;

/// <summary>The inputs and outputs of a network that belong to one output slot alone.</summary>
/// <param name="FirstInput">First input: a column of the first layer's weights.</param>
/// <param name="InputCount">Number of inputs.</param>
/// <param name="FirstOutput">First output: a row of the last layer's weights, and an element of its biases.</param>
/// <param name="OutputCount">Number of outputs.</param>
public sealed record SlotRegion(int FirstInput, int InputCount, int FirstOutput, int OutputCount);
