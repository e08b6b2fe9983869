using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>Turns the steps of stages into the run's progress, and keeps the time that each phase took.</summary>
internal sealed class StageClock(string variant, int seed, int stageCount, RunOptions options) : IProgress<TrainingProgress>
{
    private readonly Dictionary<string, double> _seconds = [];
    private readonly Dictionary<string, double> _earlierSeconds = [];
    private readonly HashSet<string> _takenOver = [];
    private int _stageNumber;
    private string _stage = "";

    /// <summary>Seconds per phase.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Seconds per stage that earlier processes took, where the stage continued from a checkpoint.</summary>
    public IReadOnlyDictionary<string, double> EarlierSeconds => _earlierSeconds;

    /// <summary>Whether a stage was done before the run began or continued.</summary>
    public bool WasDone(string stage) => _takenOver.Contains(stage);

    public void Report(TrainingProgress value)
    {
        if (value.Stage != _stage)
        {
            _stage = value.Stage;
            _stageNumber++;
            _earlierSeconds[_stage] = value.EarlierElapsed.TotalSeconds;
            if (value.Step == value.StepCount && value.Elapsed == value.EarlierElapsed)
            {
                _takenOver.Add(_stage);
            }
        }

        _seconds[value.Stage] = value.Elapsed.TotalSeconds;
        options.Progress?.Report(new RunProgress(variant, seed, value.Stage, _stageNumber, stageCount, value));
    }

    /// <summary>Does a phase without steps of its own.</summary>
    public T Time<T>(string phase, Func<T> action)
    {
        options.Progress?.Report(new RunProgress(variant, seed, phase, stageCount + 1, stageCount, null));
        var start = options.Clock.GetTimestamp();
        var result = action();
        _seconds[phase] = options.Clock.GetElapsedTime(start).TotalSeconds;
        return result;
    }
}
