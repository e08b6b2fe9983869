using MlNetMasks.Torch.Runtime;

namespace MlNetMasks.Torch.Tests.Runtime;

[TestClass]
public sealed class NativeSearchTests
{
    [TestMethod]
    public void Find_SeveralFolders_TakesThePreferredThenTheFirst()
    {
        using var scratch = new ScratchFolder();
        var first = scratch.Write("first/a.so", [1]);
        var second = scratch.Write("second/a.so", [1]);
        var search = new NativeSearch([scratch["missing"], scratch["first"], scratch["second"], scratch["first"]]);

        Assert.HasCount(2, search.Folders);
        Assert.AreEqual(first, search.Find("a.so"));
        Assert.AreEqual(second, search.Find("a.so", scratch["second"]));
        Assert.IsNull(search.Find("b.so"));
    }

    [TestMethod]
    public void PackageFolders_AssemblyInPackageCache_FindsBothPackages()
    {
        using var scratch = new ScratchFolder();
        var bridge = scratch.Write("torchsharp/0.107.0/runtimes/linux-x64/native/libLibTorchSharp.so", [1]);
        var torch = scratch.Write("libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native/libtorch.so", [1]);

        var search = new NativeSearch(NativeSearch.PackageFolders(scratch["torchsharp/0.107.0/lib/net8.0"], "2.10.0", "linux-x64"));

        Assert.AreEqual(bridge, search.Find("libLibTorchSharp.so"));
        Assert.AreEqual(torch, search.Find("libtorch.so"));
    }
}
