using MlNetMasks.Torch.Runtime;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Runtime;

[TestClass]
public sealed class TorchRuntimeTests
{
    [TestMethod]
    public void Initialize_Twice_TensorsWork()
    {
        TorchRuntime.Initialize();
        TorchRuntime.Initialize();

        using var vector = ones(3);
        using var sum = vector.sum();
        Assert.AreEqual(3f, sum.item<float>());
    }

    [TestMethod]
    public void Inspect_ThisHost_DescribesEverything()
    {
        var report = TorchRuntime.Inspect();

        Assert.IsTrue(report.IsUsable);
        var facts = report.Facts.ToDictionary();
        foreach (var name in (string[])["libtorch", "native library", "allocator", "OpenMP", "threads", "device", "SIMD width", "processor", "processors", "C library", "system"])
        {
            Assert.AreNotEqual("", facts[name], name);
        }
    }

    [TestMethod]
    [DataRow("vendor_id\t: Maker\nmodel name\t: Maker Chip 9000 @ 2.1GHz\nmodel name\t: other", "Maker Chip 9000 @ 2.1GHz")]
    [DataRow("model name\t:", "unknown")]
    [DataRow("CPU part\t: 0xd0c", "unknown")]
    public void HostProcessor_OfTheLinesOfTheSystem_IsItsName(string lines, string expected)
        => Assert.AreEqual(expected, HostProcessor.NameIn(lines.Split('\n')));

    [TestMethod]
    public void TorchVersions_ReadWithoutNativeCode_AreThoseOfTheRuntime()
    {
        Assert.IsNotNull(TorchVersions.LibTorchPackage);
        StringAssert.StartsWith(__version__, TorchVersions.LibTorchPackage, StringComparison.Ordinal);
        Assert.IsTrue(Version.TryParse(TorchVersions.TorchSharp, out _), TorchVersions.TorchSharp);
    }

    [TestMethod]
    public void UseThreads_Disposed_RestoresTheNumber()
    {
        TorchRuntime.Initialize();
        var before = get_num_threads();

        using (TorchRuntime.UseThreads(1))
        {
            Assert.AreEqual(1, get_num_threads());
        }

        Assert.AreEqual(before, get_num_threads());
    }

    [TestMethod]
    public void UseThreads_Zero_IsRefused()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TorchRuntime.UseThreads(0));
}
