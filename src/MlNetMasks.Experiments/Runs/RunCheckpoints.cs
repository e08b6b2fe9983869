using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Runs;

/// <summary>
/// The checkpoints of one run, one file per stage, in <c>.checkpoint-seed-n</c> beside the run's place. They are there from the first save until the
/// run is complete.
/// </summary>
internal sealed class RunCheckpoints
{
    private readonly string _folder;
    private readonly CheckpointFacts _facts;
    private readonly TimeSpan _interval;

    private RunCheckpoints(string folder, CheckpointFacts facts, TimeSpan interval)
    {
        _folder = folder;
        _facts = facts;
        _interval = interval;
    }

    /// <summary>When the run was begun.</summary>
    public DateTimeOffset StartedAt => _facts.StartedAt;

    /// <summary>What is left of an interrupted run; <see langword="null"/> when there is none that could be continued.</summary>
    /// <param name="final">The run's place.</param>
    /// <exception cref="InvalidDataException">Its facts are damaged.</exception>
    public static CheckpointFacts? FactsOf(string final) => IsThere(final) ? CheckpointFacts.Read(FactsPath(FolderOf(final))) : null;

    /// <summary>Whether something is left of an interrupted run.</summary>
    /// <param name="final">The run's place.</param>
    public static bool IsThere(string final) => File.Exists(FactsPath(FolderOf(final)));

    /// <summary>Where the checkpoints of a run are.</summary>
    /// <param name="final">The run's place.</param>
    public static string FolderOf(string final) => RunStore.Beside(final, RunStore.CheckpointPrefix);

    /// <summary>Continues or begins checkpoints, with the lock of the run held.</summary>
    /// <param name="folder">The run being written.</param>
    /// <param name="facts">What the run is.</param>
    /// <param name="resume">Whether to continue; otherwise what is there is deleted.</param>
    /// <param name="interval">Time between two checkpoints of a stage.</param>
    /// <exception cref="RunStoreException">What is there cannot be deleted.</exception>
    public static RunCheckpoints Open(RunFolder folder, CheckpointFacts facts, bool resume, TimeSpan interval)
    {
        if (resume && FactsOf(folder.FinalPath) is { } earlier)
        {
            return new RunCheckpoints(folder.CheckpointPath, earlier, interval);
        }

        RunFolder.Guard(folder.CheckpointPath, () =>
        {
            if (Directory.Exists(folder.CheckpointPath))
            {
                Directory.Delete(folder.CheckpointPath, recursive: true);
            }
        });
        return new RunCheckpoints(folder.CheckpointPath, facts, interval);
    }

    /// <summary>The checkpoint of a stage.</summary>
    /// <param name="stage">Name of the stage.</param>
    public ICheckpoint Of(string stage) => At(Path.Combine(_folder, stage + ".safetensors"));

    /// <summary>A stage's checkpoint in a place of its own.</summary>
    /// <param name="path">Path of the file.</param>
    public ICheckpoint At(string path) => new Checkpoint(new CheckpointFile(path) { Interval = _interval }, WriteFacts);

    private static string FactsPath(string folder) => Path.Combine(folder, CheckpointFacts.Name);

    private void WriteFacts()
    {
        string path = FactsPath(_folder);
        if (!File.Exists(path))
        {
            new CheckpointFile(path).Save(_facts.Write);
        }
    }

    /// <summary>A file whose faults are those of the run folder.</summary>
    private sealed class Checkpoint(CheckpointFile file, Action beforeSaving) : ICheckpoint
    {
        public string Name => file.Name;

        public TimeSpan Interval => file.Interval;

        public Stream? OpenLast() => file.OpenLast();

        public void Save(Action<Stream> write) => RunFolder.Guard(file.FilePath, () =>
        {
            beforeSaving();
            file.Save(write);
        });
    }
}
