using System.Globalization;

namespace MlNetMasks.Experiments.Runs;

/// <summary>
/// The folders of runs, <c>root/experiment/variant/seed-n</c>. A run is written beside its place, in <c>.incomplete-seed-n</c>, and appears by one rename;
/// an earlier run of the same name stays until then. What is needed to continue it lies in <c>.checkpoint-seed-n</c> until it is complete. What else a killed process left behind is put right by the next <see cref="Begin"/> of the same experiment.
/// </summary>
public static class RunStore
{
    internal const string IncompletePrefix = ".incomplete-";
    internal const string ReplacedPrefix = ".replaced-";
    internal const string CheckpointPrefix = ".checkpoint-";
    private const string LockFolder = ".locks";
    private const string SharedFolder = ".pretrained";

    /// <summary>The place of a run.</summary>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="experiment">Name of the experiment, safe as a folder name.</param>
    /// <param name="variant">Name of the variant, safe as a folder name.</param>
    /// <param name="seed">Root seed, at least 0.</param>
    /// <returns>The full path; the folder need not exist.</returns>
    /// <exception cref="ArgumentException">A name could leave the root or is no folder name, or the seed is negative.</exception>
    public static string FolderOf(string root, string experiment, string variant, int seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        RequireName(experiment, nameof(experiment));
        RequireName(variant, nameof(variant));
        if (seed < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(seed), seed, "seed must be 0 or more.");
        }

        return Path.Combine(Path.GetFullPath(root), experiment, variant, NameOf(seed));
    }

    /// <summary>Begins a run: makes an empty folder to write into and holds the run's lock until the result is disposed.</summary>
    /// <param name="root">Folder of all runs; made when missing.</param>
    /// <param name="experiment">Name of the experiment, safe as a folder name.</param>
    /// <param name="variant">Name of the variant, safe as a folder name.</param>
    /// <param name="seed">Root seed, at least 0.</param>
    /// <returns>The run being written; dispose it to give up an incomplete run.</returns>
    /// <exception cref="ArgumentException">A name could leave the root or is no folder name, or the seed is negative.</exception>
    /// <exception cref="RunStoreException">The folder cannot be written, or another process is writing the same run.</exception>
    public static RunFolder Begin(string root, string experiment, string variant, int seed)
    {
        string final = FolderOf(root, experiment, variant, seed);
        string lockFolder = Path.Combine(Path.GetFullPath(root), LockFolder, experiment);
        RunLock? held = null;
        try
        {
            RequireFolder(final);
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            Recover(Path.Combine(Path.GetFullPath(root), experiment), lockFolder);
            held = TakeLock(Path.Combine(lockFolder, variant, NameOf(seed) + ".lock"))
                ?? throw new RunStoreException(final, "another process is writing this run", "wait for it, or choose another seed or another folder with --out.");
            string staging = Beside(final, IncompletePrefix);
            RecoverRun(final);
            Directory.CreateDirectory(staging);
            return new RunFolder(final, staging, held);
        }
        catch (Exception exception) when (RunStoreException.IsFileFault(exception))
        {
            held?.Dispose();
            throw RunStoreException.From(exception, final);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>A file where a folder must be would otherwise be met only at the end, when the finished run is put in its place.</summary>
    private static void RequireFolder(string path)
    {
        if (RunStoreException.FileInTheWay(path) is { } file)
        {
            throw new RunStoreException(path, $"'{file}' is a file, but a folder is needed there", "move the file away or choose another folder with --out.");
        }
    }

    /// <summary>A process that clears away a dead run holds its lock for a moment, so one refusal does not yet mean that the run is being written.</summary>
    private static RunLock? TakeLock(string path)
    {
        RunLock? held = RunLock.TryTake(path);
        for (int attempt = 0; held is null && attempt < 5; attempt++)
        {
            Thread.Sleep(50);
            held = RunLock.TryTake(path);
        }

        return held;
    }

    internal static string Beside(string final, string prefix) => Path.Combine(Path.GetDirectoryName(final)!, prefix + Path.GetFileName(final));

    /// <summary>Puts right what dead processes left in any variant and seed of the experiment; runs whose lock is held are left alone.</summary>
    private static void Recover(string experimentFolder, string lockFolder)
    {
        foreach (string variantFolder in Directory.GetDirectories(experimentFolder))
        {
            string variant = Path.GetFileName(variantFolder);
            IEnumerable<string> names = new[] { IncompletePrefix, ReplacedPrefix }.SelectMany(prefix =>
                Directory.GetDirectories(variantFolder, prefix + "seed-*").Select(folder => Path.GetFileName(folder)[prefix.Length..]));
            foreach (string name in names.Distinct().Where(IsRunName))
            {
                using RunLock? free = RunLock.TryTake(Path.Combine(lockFolder, variant, name + ".lock"));
                if (free is not null)
                {
                    RecoverRun(Path.Combine(variantFolder, name));
                }
            }
        }
    }

    /// <summary>With the run's lock held: a run set aside whose successor never arrived comes back, everything else left over goes.</summary>
    private static void RecoverRun(string final)
    {
        string replaced = Beside(final, ReplacedPrefix);
        if (Directory.Exists(replaced))
        {
            if (Directory.Exists(final))
            {
                Directory.Delete(replaced, recursive: true);
            }
            else
            {
                Directory.Move(replaced, final);
            }
        }

        string staging = Beside(final, IncompletePrefix);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static bool IsRunName(string name) =>
        name.StartsWith("seed-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Locks the pretraining that several runs share; <see langword="null"/> when another process has it.</summary>
    internal static RunLock? TryLockPretraining(string root, string experiment, string name)
        => RunLock.TryTake(Path.Combine(Path.GetFullPath(root), LockFolder, experiment, SharedFolder, name + ".lock"));

    /// <summary>Where an experiment keeps pretraining that several of its runs share.</summary>
    internal static string PretrainingFile(string root, string experiment, string name) => Path.Combine(Path.GetFullPath(root), experiment, SharedFolder, name + ".safetensors");

    private static string NameOf(int seed) => string.Create(CultureInfo.InvariantCulture, $"seed-{seed}");

    private static void RequireName(string name, string parameter)
    {
        if (name is null || !SafeName.IsFolder(name))
        {
            throw new ArgumentException($"{parameter} is '{name}', which is no safe folder name; use {SafeName.FolderRule}.", parameter);
        }
    }
}
