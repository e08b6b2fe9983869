namespace MlNetMasks.Torch;

/// <summary>What one training step reports to the loop.</summary>
/// <param name="Loss">Task loss.</param>
/// <param name="Accuracy">Batch accuracy; NaN when it was not asked for.</param>
/// <param name="GradientNorm">Norm of the gradients before clipping.</param>
internal readonly record struct StepOutcome(double Loss, double Accuracy, double GradientNorm)
{
    /// <summary>Whether the step could be taken.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(GradientNorm);
}
