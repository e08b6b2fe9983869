namespace MlNetMasks.Torch;

/// <summary>What a problem asks of a network.</summary>
/// <param name="InputSize">Number of input features per example.</param>
/// <param name="OutputSize">Number of outputs per example.</param>
public sealed record NetworkShape(int InputSize, int OutputSize);
