namespace MlNetMasks.Torch;

/// <summary>The inputs and outputs that belong to one output slot alone: columns of the first layer and rows of the last one.</summary>
/// <param name="FirstInput">First column of the first layer, counted from 0.</param>
/// <param name="InputCount">Number of columns.</param>
/// <param name="FirstOutput">First row of the last layer, counted from 0.</param>
/// <param name="OutputCount">Number of rows.</param>
public sealed record SlotRegion(int FirstInput, int InputCount, int FirstOutput, int OutputCount);
