namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class ConditionNamesTests
{
    [TestMethod]
    public void ToText_EveryCondition_ComesBackFromParse()
    {
        Condition[] conditions = Enum.GetValues<Condition>();
        foreach (Condition condition in conditions)
        {
            Assert.AreEqual(condition, ConditionNames.Parse(ConditionNames.ToText(condition)));
        }

        Assert.HasCount(conditions.Length, conditions.Select(ConditionNames.ToText).Distinct().ToArray());
    }

    [TestMethod]
    [DataRow(Condition.None, "")]
    [DataRow(Condition.Unmasked, "unmasked")]
    [DataRow(Condition.InverseIoControl, "inverse-io-control")]
    [DataRow(Condition.HalfEarly, "half-early")]
    public void ToText_Condition_IsKebabCase(Condition condition, string text) => Assert.AreEqual(text, ConditionNames.ToText(condition));

    [TestMethod]
    public void Parse_UnknownText_ListsTheKnownOnes()
    {
        FormatException fault = Assert.ThrowsExactly<FormatException>(() => ConditionNames.Parse("Inverse"));
        StringAssert.Contains(fault.Message, "Unknown condition 'Inverse'");
        StringAssert.Contains(fault.Message, "inverse, inverse-io-control");
        Assert.IsFalse(ConditionNames.TryParse(null, out _));
    }

    [TestMethod]
    public void ToText_UndefinedCondition_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ConditionNames.ToText((Condition)99));
}
