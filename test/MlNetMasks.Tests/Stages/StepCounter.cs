using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Remembers the progress of every stage; may act on it.</summary>
internal sealed class StepCounter(Action<TrainingProgress>? onStep = null) : IProgress<TrainingProgress>
{
    private readonly List<TrainingProgress> _steps = [];

    public IReadOnlyList<TrainingProgress> Steps => _steps;

    public void Report(TrainingProgress value)
    {
        _steps.Add(value);
        onStep?.Invoke(value);
    }

    public int CountOf(string stage) => _steps.Count(step => step.Stage == stage);
}
