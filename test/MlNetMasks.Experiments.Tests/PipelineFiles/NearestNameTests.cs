using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class NearestNameTests
{
    [TestMethod]
    [DataRow("learning_rat", "learning_rate")]
    [DataRow("LEARNING_RATE", "learning_rate")]
    [DataRow("sample", "samples")]
    [DataRow("bata", "beta")]
    [DataRow("qqqqqq", null)]
    [DataRow("", null)]
    public void Find_Typo_GivesTheNearestOrNothing(string name, string? nearest) =>
        Assert.AreEqual(nearest, NearestName.Find(name, ["steps", "learning_rate", "beta", "samples"]));
}
