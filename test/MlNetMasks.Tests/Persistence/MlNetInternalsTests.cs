using MlNetMasks.Persistence;

namespace MlNetMasks.Tests.Persistence;

[TestClass]
public sealed class MlNetInternalsTests
{
    [TestMethod]
    public void Members_OfTheReferencedMlNet_AreAllThere() => Assert.IsEmpty(
        MlNetInternals.Missing,
        "This ML.NET release changed members that saving, loading, shapes or seeds are bound to. Adapt Persistence/MlNetInternals.cs: "
        + string.Join("; ", MlNetInternals.Missing));

    [TestMethod]
    public void LoaderSignature_ForTheModelHeader_FitsIt()
    {
        Assert.IsLessThanOrEqualTo(24, StageModel.LoaderSignature.Length);
        Assert.AreEqual(8, StageModel.ModelSignature.Length);
    }

    [TestMethod]
    public void AssemblyVersion_WrittenIntoModelFiles_StaysFixed() =>
        Assert.AreEqual(new Version(1, 0, 0, 0), typeof(StageModel).Assembly.GetName().Version);
}
