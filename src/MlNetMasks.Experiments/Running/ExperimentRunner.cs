using Microsoft.ML;
using MlNetMasks.Analysis;
using MlNetMasks.Data;
using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Runs;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>Runs plans: data, chain, evaluation, analysis, gates, and the run folder with all of it.</summary>
public static class ExperimentRunner
{
    private const string ModelName = "model.zip";

    /// <summary>Checks everything that can be checked without training: values, filters, slots, the size of the network.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed, at least 0.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <exception cref="PipelineFileException">The data does not fit the plan; the message names the line.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static void Check(ExperimentPlan plan, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ml = new MLContext(seed);
        PlanDataChecks.Check(ml, plan, plan.OpenData(new DataRequest(ml, plan, seed)), cancellation);
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed, at least 0; everything random derives from it.</param>
    /// <param name="options">Where to, how, and who watches.</param>
    /// <returns>The finished run, stored under <see cref="RunStore.FolderOf"/>.</returns>
    /// <exception cref="PipelineFileException">
    /// The data does not fit the plan, or <see cref="RequireStartable"/> refuses; nothing was trained.
    /// </exception>
    /// <exception cref="RunStoreException">The run cannot be written; at most checkpoints of it are left.</exception>
    /// <exception cref="InvalidDataException">A checkpoint is damaged, or the data has changed since it was made.</exception>
    /// <exception cref="InvalidOperationException">A stage diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; checkpoints are left, with which <see cref="RunOptions.Resume"/> continues it.</exception>
    public static RunOutcome Run(ExperimentPlan plan, int seed, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var (startedAt, start) = (options.Clock.GetUtcNow(), options.Clock.GetTimestamp());
        if (!options.IsChecked)
        {
            Check(plan, seed, options.Cancellation);
        }

        RequireStartable(plan, seed, options);
        if (options.Resume && FinishedEarlier(plan, seed, options.OutputRoot) is { } finished)
        {
            return finished;
        }

        using var folder = RunStore.Begin(options.OutputRoot, plan.Experiment, plan.Variant, seed);
        using var checkpoints = RunSaving.Open(folder, plan, seed, options, startedAt);
        var ml = new MLContext(seed);
        var data = plan.OpenData(new DataRequest(ml, plan, seed));
        var clock = new StageClock(plan.Variant, seed, plan.Masks.Count + (plan.Pretrain is null ? 0 : 1), options);
        using var model = ExperimentPipeline.Build(ml, plan, data, options.Threads, clock, options.Cancellation, checkpoints.Of).Fit(data.Train);
        using var threads = TorchRuntime.UseThreads(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        var evaluation = clock.Time(Stages.Evaluate, () => ExperimentPipeline.Evaluate(ml, model, data.Validation, plan, seed, options.Threads, options.Cancellation));
        var analysis = clock.Time(Stages.Analyze, () => ml.Masks.Analyze(
            model, new ResultLabels(plan.Experiment, plan.Variant, seed), ExperimentPipeline.Expressions(plan)));
        ResultRecord[] records = [.. analysis.Records, .. evaluation.Records];
        var gates = GateEvaluator.Evaluate(plan.Gates, records);
        options.Cancellation.ThrowIfCancellationRequested();

        folder.Write("masks.safetensors", stream => MaskFile.Write(stream, analysis.Masks));
        folder.Write("network.safetensors", stream => WeightsOf(ml, model, plan).Write(stream));
        var modelPath = folder.PathOf(ModelName);
        RunFolder.Guard(modelPath, () => ModelFile.Save(ml, model, data.Train.Schema, modelPath));
        RunFolder.Guard(folder.StagingPath, () => ResultFile.Write(folder.StagingPath, records));
        if (evaluation.ChangedAnswers.Count > 0)
        {
            var changedPath = folder.PathOf(ChangedAnswerFile.Name);
            RunFolder.Guard(changedPath, () => ChangedAnswerFile.Write(changedPath, evaluation.ChangedAnswers));
        }

        var info = RunFacts.Of(plan, seed, options, data, analysis.Masks.Layout.Count, gates, clock.Seconds.ToDictionary()) with
        {
            StartedAt = checkpoints.StartedAt,
            ElapsedSeconds = options.Clock.GetElapsedTime(start).TotalSeconds + checkpoints.EarlierSeconds(clock),
            Notes = [.. data.Notes, .. checkpoints.Notes(clock)],
        };
        var infoPath = folder.PathOf("run.json");
        RunFolder.Guard(infoPath, () => RunInfoFile.Write(infoPath, info));
        var run = new StoredRun(folder.FinalPath, info, records) { ChangedAnswers = evaluation.ChangedAnswers };
        clock.Time("report", () =>
        {
            RunFolder.Guard(folder.StagingPath, () => RunReport.Write(RunResults.FromRuns([run]), folder.StagingPath));
            return true;
        });
        options.Cancellation.ThrowIfCancellationRequested();
        folder.Complete();
        return new RunOutcome(folder.FinalPath, run, gates);
    }

    /// <summary>Refuses to lose work silently: a finished run of another configuration, or an interrupted run that is not continued, may have taken hours.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed.</param>
    /// <param name="options">Where to, and whether to resume or overwrite.</param>
    /// <exception cref="PipelineFileException">There is such a run; the message names each setting that differs.</exception>
    /// <exception cref="InvalidDataException">What is left of an interrupted run cannot be read.</exception>
    public static void RequireStartable(ExperimentPlan plan, int seed, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var final = RunStore.FolderOf(options.OutputRoot, plan.Experiment, plan.Variant, seed);
        if (RunCheckpoints.IsThere(final))
        {
            RequireContinuable(plan, final, options);
        }
        else if (!options.Overwrite && InfoOf(final) is { } info && info.ConfigurationHash != plan.Hash)
        {
            string[] differences = [.. ConfigurationDifference.Of(info.Configuration, plan.ToYaml()).DefaultIfEmpty("made by another version of the program")];
            throw new PipelineFileException([.. differences.Select(difference => new PipelineError(
                SourcePlace.Whole(plan.Experiment),
                $"'{final}' holds a finished run with another configuration: {difference}; write to another folder with --out, or replace it with --overwrite."))]);
        }
    }

    /// <summary>Whether a run was interrupted and can be continued with <see cref="RunOptions.Resume"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed.</param>
    /// <param name="root">Folder of all runs.</param>
    /// <returns>True when there are checkpoints of the run.</returns>
    public static bool IsInterrupted(ExperimentPlan plan, int seed, string root)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return RunCheckpoints.IsThere(RunStore.FolderOf(root, plan.Experiment, plan.Variant, seed));
    }

    /// <summary>Tests a saved model on a plan's evaluation sets.</summary>
    /// <param name="modelPath">Path of a <c>model.zip</c>.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed that the data is made from.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>The results.</returns>
    /// <exception cref="FileNotFoundException">There is no such model file.</exception>
    /// <exception cref="InvalidDataException">The model file is damaged, or does not fit the data.</exception>
    /// <exception cref="IOException">The model file cannot be opened.</exception>
    /// <exception cref="PipelineFileException">The data cannot be opened.</exception>
    public static MaskEvaluation Evaluate(string modelPath, ExperimentPlan plan, int seed, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        ArgumentNullException.ThrowIfNull(plan);
        var ml = new MLContext(seed);
        var model = Load(ml, modelPath);
        using (model as IDisposable)
        {
            var data = plan.OpenData(new DataRequest(ml, plan, seed));
            try
            {
                return ExperimentPipeline.Evaluate(ml, model, data.Validation, plan, seed, threads: 0, cancellation);
            }
            catch (Exception e) when (e is ArgumentException or InvalidDataException || (e is InvalidOperationException && e is not TorchBackendException))
            {
                throw new InvalidDataException(
                    $"'{modelPath}' does not fit the evaluation of '{plan.Experiment}', variant '{plan.Variant}': {PlainMessage.Of(e).TrimEnd('.')}. Use the pipeline file, variant, scale and overrides that the model was made with.", e);
            }
        }
    }

    /// <summary>The network that the run leaves: of functions learned one after another, the last one's.</summary>
    private static FrozenWeights WeightsOf(MLContext ml, ITransformer model, ExperimentPlan plan)
        => plan.Sequence is null ? ml.Masks.NetworkOf(model).Weights : ml.Masks.WeightsOf(model, plan.Masks[^1].Name);

    private static void RequireContinuable(ExperimentPlan plan, string final, RunOptions options)
    {
        var folder = RunCheckpoints.FolderOf(final);
        if (!options.Resume)
        {
            if (options.Overwrite)
            {
                return;
            }

            throw new PipelineFileException(
                SourcePlace.Whole(plan.Experiment), $"'{folder}' holds an interrupted run; continue it with --resume, or discard it with --overwrite.");
        }

        var facts = RunCheckpoints.FactsOf(final)!;
        List<string> differences = [.. ConfigurationDifference.Of(facts.Configuration, plan.ConfigurationText)];
        if (facts.Threads != options.Threads)
        {
            differences.Add($"--threads was {facts.Threads} and is {options.Threads}");
        }

        if (differences.Count > 0)
        {
            throw new PipelineFileException([.. differences.Select(difference => new PipelineError(
                SourcePlace.Whole(plan.Experiment),
                $"'{folder}' holds an interrupted run with another configuration: {difference}; continue it as it was begun, or discard it with --overwrite instead of --resume."))]);
        }
    }

    private static RunInfo? InfoOf(string final)
    {
        var path = Path.Combine(final, RunInfoFile.Name);
        return File.Exists(path) ? RunInfoFile.Read(path) : null;
    }

    /// <summary>A run that is complete already, with the same configuration as <see cref="RequireStartable"/> made sure of.</summary>
    private static RunOutcome? FinishedEarlier(ExperimentPlan plan, int seed, string root)
    {
        var final = RunStore.FolderOf(root, plan.Experiment, plan.Variant, seed);
        if (RunCheckpoints.IsThere(final) || InfoOf(final)?.ConfigurationHash != plan.Hash)
        {
            return null;
        }

        var run = RunResults.Load(final).Runs[0];
        return new RunOutcome(final, run, GateEvaluator.Evaluate(plan.Gates, run.Records)) { IsFromEarlier = true };
    }

    private static ITransformer Load(MLContext ml, string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"'{path}' is a folder; give the path of a model file, for example '{Path.Combine(path, ModelName)}'.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The model file '{path}' does not exist (looked in '{Path.GetFullPath(path)}'); check the path.", path);
        }

        try
        {
            return ModelFile.Load(ml, path, out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && e is not InvalidDataException)
        {
            throw new IOException($"The model file '{path}' cannot be read ({e.Message.TrimEnd('.')}); check its permissions and the room for temporary files in '{Path.GetTempPath()}'.", e);
        }
    }
}
