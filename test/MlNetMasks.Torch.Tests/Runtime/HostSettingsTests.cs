using MlNetMasks.Torch.Runtime;

namespace MlNetMasks.Torch.Tests.Runtime;

[TestClass]
public sealed class HostSettingsTests
{
    [TestMethod]
    public void TuneAllocator_OptedOut_LeavesItAlone()
        => Assert.AreEqual(RuntimeSettingState.OptedOut, Allocator(GlibC.OfProcess(), ("MLNETMASKS_ALLOCATOR", "default")).State);

    [TestMethod]
    public void TuneAllocator_OtherCLibrary_IsNotSupported()
        => Assert.AreEqual(RuntimeSettingState.NotSupported, Allocator(null).State);

    [TestMethod]
    public void TuneOpenMp_OptedOut_LeavesItAlone()
        => Assert.AreEqual(RuntimeSettingState.OptedOut, OpenMp(false, ("MLNETMASKS_OMP", "default")).State);

    [TestMethod]
    [DataRow("OMP_WAIT_POLICY", "active")]
    [DataRow("GOMP_SPINCOUNT", "100")]
    public void TuneOpenMp_OneVariableSetByTheUser_LeavesBothAlone(string name, string value)
    {
        var setting = OpenMp(false, (name, value));

        Assert.AreEqual(RuntimeSettingState.SetByUser, setting.State);
        StringAssert.Contains(setting.ToString(), value, StringComparison.Ordinal);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void TuneOpenMp_LibraryLoadedBefore_SaysTooLate()
        => Assert.AreEqual(RuntimeSettingState.TooLate, OpenMp(true).State);

    private static RuntimeSetting Allocator(GlibC? library, params (string Name, string Value)[] environment)
        => HostSettings.TuneAllocator(library, Lookup(environment), loaded: false, () => null);

    private static RuntimeSetting OpenMp(bool loaded, params (string Name, string Value)[] environment)
        => HostSettings.TuneOpenMp(GlibC.OfProcess(), Lookup(environment), loaded);

    private static Func<string, string?> Lookup((string Name, string Value)[] environment)
        => name => environment.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault();
}
