namespace MlNetMasks.Torch.Tests.Checkpoints;

[TestClass]
public sealed class CheckpointFileTests
{
    [TestMethod]
    public void CheckpointFile_Saved_IsReadBackAndReplacesTheLast() => InFolder(folder =>
    {
        var checkpoint = new CheckpointFile(Path.Combine(folder, "new", "stage.safetensors"));
        Assert.IsNull(checkpoint.OpenLast());

        checkpoint.Save(stream => stream.Write([1, 2, 3]));
        checkpoint.Save(stream => stream.Write([4]));

        CollectionAssert.AreEqual(new byte[] { 4 }, Content(checkpoint));
        Assert.HasCount(1, Directory.GetFileSystemEntries(Path.Combine(folder, "new")));
        Assert.AreEqual(TimeSpan.FromMinutes(5), checkpoint.Interval);
    });

    [TestMethod]
    public void CheckpointFile_WhoseSavingFails_KeepsTheLast() => InFolder(folder =>
    {
        var checkpoint = new CheckpointFile(Path.Combine(folder, "stage.safetensors"));
        checkpoint.Save(stream => stream.Write([1, 2, 3]));

        Assert.ThrowsExactly<IOException>(() => checkpoint.Save(stream =>
        {
            stream.Write([9]);
            throw new IOException("The disk is full.");
        }));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, Content(checkpoint));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder));
    });

    [TestMethod]
    public void CheckpointFile_LeftUnfinishedByADeadProcess_IsOverwritten() => InFolder(folder =>
    {
        var checkpoint = new CheckpointFile(Path.Combine(folder, "stage.safetensors"));
        File.WriteAllText(checkpoint.FilePath + ".unfinished", "half");
        Assert.IsNull(checkpoint.OpenLast());

        checkpoint.Save(stream => stream.Write([7]));

        CollectionAssert.AreEqual(new byte[] { 7 }, Content(checkpoint));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder));
    });

    [TestMethod]
    public void CheckpointFile_OfAStage_ContinuesItInAnotherProcessAsWell() => InFolder(folder =>
    {
        var run = new StageRun(LearnsMask: true, new FeedForwardNetwork([4]));
        var path = Path.Combine(folder, "stage.safetensors");
        run.RunUntil(new CheckpointFile(path), 21);

        Assert.AreEqual(run.Run(checkpoint: null).Learned, run.Run(new CheckpointFile(path)).Learned);
    });

    private static byte[] Content(CheckpointFile checkpoint)
    {
        using var stream = checkpoint.OpenLast()!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("mlnetmasks-checkpoint-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
