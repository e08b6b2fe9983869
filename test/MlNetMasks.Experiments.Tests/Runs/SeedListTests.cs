using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.Tests.Runs;

[TestClass]
public sealed class SeedListTests
{
    [TestMethod]
    [DataRow("7", new[] { 7 })]
    [DataRow("1-3", new[] { 1, 2, 3 })]
    [DataRow("1,4,7", new[] { 1, 4, 7 })]
    [DataRow(" 5 , 1 - 2 ", new[] { 5, 1, 2 })]
    [DataRow("2147483646-2147483647", new[] { 2147483646, 2147483647 })]
    public void Parse_ValidList_KeepsTheOrder(string text, int[] seeds) => Assert.AreSequenceEqual(seeds, SeedList.Parse(text));

    [TestMethod]
    [DataRow("", "'' is not a seed or a range")]
    [DataRow("1,", "is not a seed or a range")]
    [DataRow("-1", "'-1' is not a seed or a range")]
    [DataRow("1-2-3", "is not a seed or a range")]
    [DataRow("one", "'one' is not a seed or a range")]
    [DataRow("2147483648", "is not a seed or a range")]
    [DataRow("3-1", "runs backwards; write 1-3.")]
    [DataRow("1-3,2", "seed 2 is given twice")]
    [DataRow("0-2147483647", "more than 1000 seeds")]
    [DataRow("1-999,2000-2002", "more than 1000 seeds")]
    public void Parse_WrongList_SaysWhy(string text, string message) =>
        Assert.Contains(message, Assert.ThrowsExactly<FormatException>(() => SeedList.Parse(text)).Message);
}
