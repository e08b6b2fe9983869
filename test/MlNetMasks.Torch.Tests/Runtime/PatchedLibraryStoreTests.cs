using System.Runtime.Versioning;
using MlNetMasks.Torch.Runtime;

namespace MlNetMasks.Torch.Tests.Runtime;

[TestClass]
public sealed class PatchedLibraryStoreTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5_000).Select(i => (byte)i)];

    [TestMethod]
    public void Provide_Twice_GivesTheSameFile()
    {
        using var scratch = new ScratchFolder();
        var store = new PatchedLibraryStore(scratch["a/b"]);

        var first = store.Provide("lib.so", Content);
        var time = File.GetLastWriteTimeUtc(first);
        var second = store.Provide("lib.so", Content);

        Assert.AreEqual(first, second);
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(second));
        CollectionAssert.AreEqual(Content, File.ReadAllBytes(second));
    }

    [TestMethod]
    public void Provide_OtherContent_GivesAnotherFile()
    {
        using var scratch = new ScratchFolder();
        var store = new PatchedLibraryStore(scratch.Root);

        Assert.AreNotEqual(store.Provide("lib.so", Content), store.Provide("lib.so", [1, 2, 3]));
    }

    [TestMethod]
    public void Provide_TamperedFile_IsMadeAgain()
    {
        using var scratch = new ScratchFolder();
        var store = new PatchedLibraryStore(scratch.Root);
        var path = store.Provide("lib.so", Content);
        byte[] tampered = [.. Content];
        tampered[4_000] ^= 1;
        File.WriteAllBytes(path, tampered);

        CollectionAssert.AreEqual(Content, File.ReadAllBytes(store.Provide("lib.so", Content)));
    }

    [TestMethod]
    public void Provide_TruncatedFile_IsMadeAgain()
    {
        using var scratch = new ScratchFolder();
        var store = new PatchedLibraryStore(scratch.Root);
        File.WriteAllBytes(store.Provide("lib.so", Content), Content[..100]);

        CollectionAssert.AreEqual(Content, File.ReadAllBytes(store.Provide("lib.so", Content)));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Provide_LinkInTheFilesPlace_IsReplaced()
    {
        using var scratch = new ScratchFolder();
        var store = new PatchedLibraryStore(scratch["store"]);
        var elsewhere = scratch.Write("elsewhere.so", Content);
        var path = store.Provide("lib.so", Content);
        File.Delete(path);
        File.CreateSymbolicLink(path, elsewhere);

        Assert.IsNull(new FileInfo(store.Provide("lib.so", Content)).LinkTarget);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [SupportedOSPlatform("linux")]
    public void Provide_OpenFolder_IsClosedToOthers()
    {
        using var scratch = new ScratchFolder();
        var store = new PatchedLibraryStore(scratch.Root);
        var folder = Path.GetDirectoryName(store.Provide("lib.so", Content))!;
        File.SetUnixFileMode(folder, (UnixFileMode)0x1ff);

        store.Provide("lib.so", Content);

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.AreEqual(ownerOnly, File.GetUnixFileMode(folder));
    }

    [TestMethod]
    public void Provide_ManyAtOnce_AllGetTheWholeFileAndNothingIsLeft()
    {
        using var scratch = new ScratchFolder();

        Parallel.For(0, 40, _ =>
        {
            var path = new PatchedLibraryStore(scratch.Root).Provide("lib.so", Content);
            CollectionAssert.AreEqual(Content, File.ReadAllBytes(path));
        });

        Assert.HasCount(1, Directory.GetFiles(scratch.Root, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Provide_FolderThatCannotBeMade_Throws()
    {
        using var scratch = new ScratchFolder();
        var file = scratch.Write("file", [1]);

        Assert.Throws<IOException>(() => new PatchedLibraryStore(Path.Combine(file, "store")).Provide("lib.so", Content));
    }
}
