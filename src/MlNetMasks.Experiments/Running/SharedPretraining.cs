using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.Running;

/// <summary>
/// The pretraining that several runs of one command have in common: runs with the same data, network, pretraining settings and seed do it once. It lies in
/// <c>root/experiment/.pretrained</c> until <see cref="Remove"/>.
/// </summary>
public sealed class SharedPretraining
{
    /// <summary>Enough of a hash to tell the variants of one experiment apart.</summary>
    private const int NameLength = 16;

    private readonly string _root;
    private readonly HashSet<(string Experiment, string Name)> _shared;

    /// <summary>Finds out which runs share their pretraining.</summary>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="runs">The plans and seeds that are about to run.</param>
    public SharedPretraining(string root, IEnumerable<(ExperimentPlan Plan, int Seed)> runs)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(runs);
        _root = root;
        _shared = [.. runs.Where(run => run.Plan.Pretrain is { StepCount: > 0 }).GroupBy(run => (run.Plan.Experiment, NameOf(run.Plan, run.Seed))).Where(group => group.Count() > 1).Select(group => group.Key)];
    }

    /// <summary>Deals with what an interrupted command left.</summary>
    /// <param name="resume">Whether to use it.</param>
    /// <param name="overwrite">Whether it may be deleted.</param>
    /// <exception cref="PipelineFileException">There is something, and neither is wanted.</exception>
    /// <exception cref="RunStoreException">It cannot be deleted.</exception>
    public void Begin(bool resume, bool overwrite)
    {
        foreach (string file in Files().Where(file => !resume && File.Exists(file)))
        {
            if (!overwrite)
            {
                throw new PipelineFileException(
                    SourcePlace.Whole(file), "an interrupted command left this pretraining, which several variants share; use it with --resume, or discard it with --overwrite.");
            }

            RunFolder.Guard(file, () => File.Delete(file));
        }
    }

    /// <summary>Deletes what the runs shared; to be called when all of them are complete.</summary>
    public void Remove()
    {
        foreach (string file in Files())
        {
            try
            {
                File.Delete(file);
                string folder = Path.GetDirectoryName(file)!;
                if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    Directory.Delete(folder);
                }
            }
            catch (Exception exception) when (RunStoreException.IsFileFault(exception))
            {
                // Complete runs do not turn into a fault of the clearing up.
            }
        }
    }

    /// <summary>Takes the place of a run's pretraining; <see langword="null"/> where the run shares none, or another process is at it.</summary>
    /// <returns>The file, and the lock to be held while it is used.</returns>
    internal (string File, IDisposable Lock)? Take(ExperimentPlan plan, int seed, bool resume)
    {
        string name = NameOf(plan, seed);
        string file = RunStore.PretrainingFile(_root, plan.Experiment, name);
        bool isWanted = _shared.Contains((plan.Experiment, name)) || (resume && File.Exists(file));
        return isWanted && RunStore.TryLockPretraining(_root, plan.Experiment, name) is { } held ? (file, held) : null;
    }

    private static string NameOf(ExperimentPlan plan, int seed) => FormattableString.Invariant($"{plan.PretrainingHash[..NameLength]}-seed-{seed}");

    private IEnumerable<string> Files() => _shared.Select(shared => RunStore.PretrainingFile(_root, shared.Experiment, shared.Name));
}
