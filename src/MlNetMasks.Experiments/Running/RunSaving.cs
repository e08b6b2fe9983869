using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Runs;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>Where the stages of one run save their state, and what a reader of the run must know of it.</summary>
internal sealed class RunSaving : IDisposable
{
    private readonly RunCheckpoints? _checkpoints;
    private readonly (string File, IDisposable Lock)? _shared;

    private RunSaving(RunCheckpoints? checkpoints, (string File, IDisposable Lock)? shared, DateTimeOffset startedAt)
    {
        _checkpoints = checkpoints;
        _shared = shared;
        StartedAt = startedAt;
    }

    /// <summary>When the run was begun, perhaps by an earlier process.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Opens what the options ask for.</summary>
    public static RunSaving Open(RunFolder folder, ExperimentPlan plan, int seed, RunOptions options, DateTimeOffset now)
    {
        var facts = new CheckpointFacts(CheckpointFacts.CurrentFormatVersion, now, options.Threads, plan.ConfigurationText);
        var checkpoints = RunCheckpoints.Open(folder, facts, options.Resume, options.CheckpointInterval ?? Timeout.InfiniteTimeSpan);
        return options.CheckpointInterval is null && !options.Resume
            ? new RunSaving(null, null, now)
            : new RunSaving(checkpoints, options.SharedPretraining?.Take(plan, seed, options.Resume), checkpoints.StartedAt);
    }

    /// <summary>The checkpoint of a stage.</summary>
    public ICheckpoint? Of(string stage) => stage == Stages.Pretrain && _shared is { } shared ? _checkpoints?.At(shared.File) : _checkpoints?.Of(stage);

    /// <summary>Seconds that earlier processes worked for this run.</summary>
    public double EarlierSeconds(StageClock clock)
        => clock.EarlierSeconds.Where(pair => pair.Key != Stages.Pretrain || !IsTakenOver(clock)).Sum(pair => pair.Value);

    /// <summary>What a reader of the run must know.</summary>
    public IEnumerable<string> Notes(StageClock clock)
    {
        if (_shared is not null)
        {
            yield return "Pretraining was done once for several variants, which have the same data, network, pretraining settings and seed."
                + (IsTakenOver(clock) ? " This run took it over: its time counts among the timings of the stages, but not in the time of this run." : "");
        }
    }

    public void Dispose() => _shared?.Lock.Dispose();

    private bool IsTakenOver(StageClock clock) => _shared is not null && clock.WasDone(Stages.Pretrain);
}
