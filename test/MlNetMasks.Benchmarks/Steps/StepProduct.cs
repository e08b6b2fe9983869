namespace MlNetMasks.Benchmarks.Steps;

/// <summary>Products of one weight in a step.</summary>
/// <param name="Outputs">Rows of the weight.</param>
/// <param name="Inputs">Columns of the weight.</param>
/// <param name="Rows">Batch rows that one product multiplies.</param>
/// <param name="Uses">How often the weight is used one after another, as recurrent weights are.</param>
/// <param name="HasInputGradient">Whether gradients go on to what is multiplied.</param>
internal sealed record StepProduct(int Outputs, int Inputs, int Rows, int Uses, bool HasInputGradient);
