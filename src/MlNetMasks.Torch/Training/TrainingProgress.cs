namespace MlNetMasks.Torch;

/// <summary>Where a training stage stands; reported after every step, and once before where a stage continues from a checkpoint.</summary>
/// <param name="Stage">Name of the stage: <c>pretrain</c> or the mask's name.</param>
/// <param name="Step">Steps done.</param>
/// <param name="StepCount">Steps in all.</param>
/// <param name="Loss">Task loss of this step.</param>
/// <param name="Accuracy">Batch accuracy when it was last measured.</param>
/// <param name="Elapsed">Training time of the stage so far.</param>
public readonly record struct TrainingProgress(string Stage, int Step, int StepCount, double Loss, double Accuracy, TimeSpan Elapsed)
{
    /// <summary>The part of <see cref="Elapsed"/> that earlier processes took, where the stage continues from a checkpoint.</summary>
    public TimeSpan EarlierElapsed { get; init; }

    /// <summary>Steps per second so far; 0 before the first.</summary>
    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? Step / Elapsed.TotalSeconds : 0;

    /// <summary>Time left at the rate so far.</summary>
    public TimeSpan Remaining => StepsPerSecond > 0 ? TimeSpan.FromSeconds((StepCount - Step) / StepsPerSecond) : TimeSpan.Zero;
}
