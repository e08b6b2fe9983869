namespace MlNetMasks.Torch;

/// <summary>Where a training stage stands; reported after every step.</summary>
/// <param name="Stage">Name of the stage: <c>pretrain</c> or the mask's name.</param>
/// <param name="Step">Steps done.</param>
/// <param name="StepCount">Steps in all.</param>
/// <param name="Loss">Task loss of this step.</param>
/// <param name="Accuracy">Batch accuracy when it was last measured.</param>
/// <param name="Elapsed">Time since the stage began.</param>
public readonly record struct TrainingProgress(string Stage, int Step, int StepCount, double Loss, double Accuracy, TimeSpan Elapsed)
{
    /// <summary>Steps per second so far; 0 before the first.</summary>
    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? Step / Elapsed.TotalSeconds : 0;

    /// <summary>Time left at the rate so far.</summary>
    public TimeSpan Remaining => StepsPerSecond > 0 ? TimeSpan.FromSeconds((StepCount - Step) / StepsPerSecond) : TimeSpan.Zero;
}
