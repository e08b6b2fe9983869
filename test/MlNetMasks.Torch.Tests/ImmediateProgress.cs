namespace MlNetMasks.Torch.Tests;

/// <summary>Hands progress on at once and on the same thread.</summary>
internal sealed class ImmediateProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}
