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
    /// <exception cref="PipelineFileException">The data does not fit the plan; nothing was trained.</exception>
    /// <exception cref="RunStoreException">The run cannot be written; nothing of it is left.</exception>
    /// <exception cref="InvalidOperationException">A stage diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; nothing of it is left.</exception>
    public static RunOutcome Run(ExperimentPlan plan, int seed, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var (startedAt, start) = (options.Clock.GetUtcNow(), options.Clock.GetTimestamp());
        if (!options.IsChecked)
        {
            Check(plan, seed, options.Cancellation);
        }

        RequireNotReplacing(plan, seed, options.OutputRoot, options.Overwrite);
        using var folder = RunStore.Begin(options.OutputRoot, plan.Experiment, plan.Variant, seed);
        var ml = new MLContext(seed);
        var data = plan.OpenData(new DataRequest(ml, plan, seed));
        var clock = new StageClock(plan.Variant, seed, 1 + plan.Masks.Count, options);
        using var model = ExperimentPipeline.Build(ml, plan, data, options.Threads, clock, options.Cancellation).Fit(data.Train);
        using var threads = TorchRuntime.UseThreads(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        var evaluation = clock.Time(Stages.Evaluate, () => ml.Masks.Evaluate(model, data.Validation, ExperimentPipeline.Evaluation(plan, seed, options.Cancellation)));
        var analysis = clock.Time(Stages.Analyze, () => ml.Masks.Analyze(
            model, new ResultLabels(plan.Experiment, plan.Variant, seed), ExperimentPipeline.Expressions(plan)));
        ResultRecord[] records = [.. analysis.Records, .. evaluation.Records];
        var gates = GateEvaluator.Evaluate(plan.Gates, records);
        options.Cancellation.ThrowIfCancellationRequested();

        folder.Write("masks.safetensors", stream => MaskFile.Write(stream, analysis.Masks));
        folder.Write("network.safetensors", stream => ml.Masks.NetworkOf(model).Weights.Write(stream));
        var modelPath = folder.PathOf(ModelName);
        RunFolder.Guard(modelPath, () => ModelFile.Save(ml, model, data.Train.Schema, modelPath));
        RunFolder.Guard(folder.StagingPath, () => ResultFile.Write(folder.StagingPath, records));
        var info = RunFacts.Of(plan, seed, options, data, gates, clock.Seconds) with
        {
            StartedAt = startedAt,
            ElapsedSeconds = options.Clock.GetElapsedTime(start).TotalSeconds,
        };
        var infoPath = folder.PathOf("run.json");
        RunFolder.Guard(infoPath, () => RunInfoFile.Write(infoPath, info));
        var run = new StoredRun(folder.FinalPath, info, records);
        clock.Time("report", () =>
        {
            RunFolder.Guard(folder.StagingPath, () => RunReport.Write(RunResults.FromRuns([run]), folder.StagingPath));
            return true;
        });
        options.Cancellation.ThrowIfCancellationRequested();
        folder.Complete();
        return new RunOutcome(folder.FinalPath, run, gates);
    }

    /// <summary>Refuses to replace a finished run of another configuration silently: it may have taken hours.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Root seed.</param>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="overwrite">Whether replacing is wanted.</param>
    /// <exception cref="PipelineFileException">There is such a run and replacing is not wanted.</exception>
    public static void RequireNotReplacing(ExperimentPlan plan, int seed, string root, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var existing = Path.Combine(RunStore.FolderOf(root, plan.Experiment, plan.Variant, seed), RunInfoFile.Name);
        if (!overwrite && File.Exists(existing) && RunInfoFile.Read(existing).ConfigurationHash != plan.Hash)
        {
            throw new PipelineFileException(
                SourcePlace.Whole(plan.Experiment),
                $"'{Path.GetDirectoryName(existing)}' holds a finished run with another configuration; write to another folder with --out, or replace it with --overwrite.");
        }
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
                return ml.Masks.Evaluate(model, data.Validation, ExperimentPipeline.Evaluation(plan, seed, cancellation));
            }
            catch (Exception e) when (e is ArgumentException or InvalidDataException || (e is InvalidOperationException && e is not TorchBackendException))
            {
                throw new InvalidDataException(
                    $"'{modelPath}' does not fit the evaluation of '{plan.Experiment}', variant '{plan.Variant}': {PlainMessage.Of(e).TrimEnd('.')}. Use the pipeline file, variant, scale and overrides that the model was made with.", e);
            }
        }
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
