using MlNetMasks.Torch.Runtime;

namespace MlNetMasks.Torch.Tests.Runtime;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class NativeLoaderTests
{
    private const string Name = "LibTorchSharp";
    private const string Refusal = "libstdc++.so.6: version `GLIBCXX_3.4.32' not found";

    [TestMethod]
    public void Resolve_LibraryThatLoads_IsLoadedAsPackagedAfterLibtorch()
    {
        using var host = new FakeHost();

        Assert.AreEqual(7, host.Resolve());

        CollectionAssert.AreEqual(new[] { host.Torch, host.Library }, host.Loaded);
        Assert.AreEqual("as packaged", host.Loader.Description);
    }

    [TestMethod]
    public void Resolve_LibtorchInAnotherFolder_IsFound()
    {
        using var host = new FakeHost(torchFolder: "other");

        Assert.AreEqual(7, host.Resolve());
        StringAssert.Contains(host.Torch, "other", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Resolve_OldHost_LoadsAPatchedCopyOnce()
    {
        using var host = new FakeHost { Refuses = path => path.EndsWith("app/libLibTorchSharp.so", StringComparison.Ordinal) ? Refusal : null };
        var original = File.ReadAllBytes(host.Library);

        Assert.AreEqual(7, host.Resolve());
        Assert.AreEqual(7, host.Resolve());

        Assert.HasCount(3, host.Loaded);
        StringAssert.StartsWith(host.Loaded[2], host.Root, StringComparison.Ordinal);
        CollectionAssert.AreEqual(ElfPatch.Apply(original), File.ReadAllBytes(host.Loaded[2]));
        CollectionAssert.AreEqual(original, File.ReadAllBytes(host.Library));
        StringAssert.Contains(host.Loader.Description, "patched copy in", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Resolve_NoUsableCacheFolder_LoadsACopyThatIsRemoved()
    {
        using var host = new FakeHost { Refuses = path => path.Contains("app/libLib", StringComparison.Ordinal) ? Refusal : null };
        host.Roots.Clear();
        host.Roots.Add(Path.Combine(host.Library, "not-a-folder"));

        Assert.AreEqual(7, host.Resolve());

        Assert.IsFalse(File.Exists(host.Loaded[2]));
        StringAssert.Contains(host.Loader.Description, "for this process", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Resolve_CacheFolderThatForbidsLoading_TriesTheNext()
    {
        using var host = new FakeHost();
        host.Refuses = path => path == host.Library ? Refusal : path.StartsWith(host.Root, StringComparison.Ordinal) ? "failed to map segment" : null;

        Assert.AreEqual(7, host.Resolve());
        Assert.HasCount(4, host.Loaded);
    }

    [TestMethod]
    public void Resolve_NoCopyLoads_NamesCauseAndRemedyEachTime()
    {
        using var host = new FakeHost();
        host.Refuses = path => path == host.Library ? Refusal : path.EndsWith("libtorch.so", StringComparison.Ordinal) ? null : "failed to map segment";

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = Assert.ThrowsExactly<TorchBackendException>(() => host.Resolve());
            StringAssert.Contains(exception.Message, "failed to map segment", StringComparison.Ordinal);
            StringAssert.Contains(exception.Message, "XDG_CACHE_HOME", StringComparison.Ordinal);
        }
    }

    [TestMethod]
    public void Resolve_UnexpectedLibraryOnOldHost_SaysWhyItIsNotPatched()
    {
        using var host = new FakeHost();
        host.Refuses = path => path == host.Library ? Refusal : null;
        File.WriteAllBytes(host.Library, new byte[200]);

        var exception = Assert.ThrowsExactly<TorchBackendException>(() => host.Resolve());

        StringAssert.Contains(exception.Message, "not an ELF file", StringComparison.Ordinal);
        StringAssert.Contains(exception.Message, "GCC 13", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Resolve_OtherFault_IsNotPatched()
    {
        using var host = new FakeHost();
        host.Refuses = path => path == host.Library ? "undefined symbol: at::add" : null;

        var exception = Assert.ThrowsExactly<TorchBackendException>(() => host.Resolve());

        StringAssert.Contains(exception.Message, "undefined symbol", StringComparison.Ordinal);
        Assert.HasCount(2, host.Loaded);
    }

    [TestMethod]
    [DataRow("libtorch.so")]
    [DataRow("libLibTorchSharp.so")]
    public void Resolve_MissingFile_LeavesTheQuestionToOthers(string file)
    {
        using var host = new FakeHost();
        File.Delete(Path.Combine(Path.GetDirectoryName(host.Library)!, file));

        Assert.AreEqual(0, host.Resolve());
        Assert.IsEmpty(host.Loaded);
    }

    [TestMethod]
    public void Resolve_OtherLibrary_IsNoneOfItsBusiness()
    {
        using var host = new FakeHost();

        Assert.AreEqual(0, host.Resolve("LibTorchSharpExtras"));
        Assert.IsEmpty(host.Loaded);
    }

    private sealed class FakeHost : IDisposable
    {
        private readonly ScratchFolder _scratch = new();

        public FakeHost(string torchFolder = "app")
        {
            Library = _scratch.Write("app/libLibTorchSharp.so", new ElfBuilder().Build());
            Torch = _scratch.Write($"{torchFolder}/libtorch.so", [1]);
            Roots.Add(Root);
            Loader = new NativeLoader(() => new NativeSearch([_scratch["missing"], _scratch["app"], _scratch[torchFolder]]), Load, () => Roots);
        }

        public string Library { get; }

        public string Torch { get; }

        public string Root => _scratch["cache"];

        public List<string> Roots { get; } = [];

        public List<string> Loaded { get; } = [];

        public Func<string, string?> Refuses { get; set; } = _ => null;

        public NativeLoader Loader { get; }

        public nint Resolve(string name = Name) => Loader.Resolve(typeof(FakeHost).Assembly, name);

        public void Dispose() => _scratch.Dispose();

        private nint Load(string path)
        {
            Loaded.Add(path);
            return Refuses(path) is { } fault ? throw new DllNotFoundException(fault) : 7;
        }
    }
}
