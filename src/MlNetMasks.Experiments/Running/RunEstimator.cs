using Microsoft.ML;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>Estimates a run by doing a few of its steps.</summary>
public static class RunEstimator
{
    private const int Steps = 12;
    private const int WarmUpSteps = 4;

    /// <summary>Estimates time and memory.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The estimate for one seed.</returns>
    public static RunEstimate Estimate(ExperimentPlan plan, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ml = new MLContext(seed);
        var data = plan.OpenData(new DataRequest(ml, plan, seed));
        var clock = new StepTimes();
        var trial = plan with
        {
            Pretrain = plan.Pretrain is { } pretrain ? pretrain with { StepCount = Math.Min(Steps, Math.Max(1, pretrain.StepCount)) } : null,
            Masks = [.. plan.Masks.Select(mask => mask with { StepCount = Math.Min(Steps, mask.StepCount) })],
        };
        using var model = ExperimentPipeline.Build(ml, trial, data, threads: 0, clock, cancellation).Fit(data.Train);
        var seconds = ((plan.Pretrain?.StepCount ?? 0) * clock.SecondsPerStep(Stages.Pretrain)) + plan.Masks.Sum(mask => mask.StepCount * clock.SecondsPerStep(mask.Name));
        return new RunEstimate(TimeSpan.FromSeconds(seconds), clock.MemoryBytes / TrainingMemory.BytesPerMebibyte);
    }

    private sealed class StepTimes : IProgress<TrainingProgress>
    {
        private readonly Dictionary<string, (double WarmUp, double Last, int Step)> _times = [];

        /// <summary>Memory of the process at its largest, looked at after every step.</summary>
        public double MemoryBytes { get; private set; }

        public void Report(TrainingProgress value)
        {
            var warmUp = value.Step <= WarmUpSteps ? value.Elapsed.TotalSeconds : _times[value.Stage].WarmUp;
            _times[value.Stage] = (warmUp, value.Elapsed.TotalSeconds, value.Step);
            MemoryBytes = Math.Max(MemoryBytes, Environment.WorkingSet);
        }

        public double SecondsPerStep(string stage)
        {
            return !_times.TryGetValue(stage, out var time) ? 0
                : time.Step > WarmUpSteps ? (time.Last - time.WarmUp) / (time.Step - WarmUpSteps)
                : time.Last / time.Step;
        }
    }
}
