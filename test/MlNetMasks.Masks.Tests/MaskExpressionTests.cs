using CsCheck;
using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskExpressionTests
{
    private static readonly MaskSet Masks = new MaskSet(Layout(4))
        .Add(FromText("control", "1110"), MaskRole.Control)
        .Add(FromText("add", "1100"))
        .Add(FromText("mul-2.b", "0110"))
        .Add(FromText("my \"own\" mask", "0001"))
        .Add(FromText("and", "1010"))
        .Add(FromText("fresh", "1111"), MaskRole.Reinitialised);

    [TestMethod]
    [DataRow("add", "1100")]
    [DataRow("NOT add", "0011")]
    [DataRow("add AND NOT mul-2.b", "1000")]
    [DataRow("add or mul-2.b", "1110")]
    [DataRow("add xor mul-2.b", "1010")]
    [DataRow("add OR mul-2.b AND control", "1110")]
    [DataRow("(add OR mul-2.b) AND NOT (add AND mul-2.b)", "1010")]
    [DataRow("NOT NOT add", "1100")]
    [DataRow("control XOR add AND mul-2.b", "1010")]
    [DataRow("control XOR add OR add", "1110")]
    [DataRow("add OR \"my \"\"own\"\" mask\"", "1101")]
    [DataRow("\"and\" And add", "1000")]
    [DataRow("(((add)))", "1100")]
    [DataRow("\n add\tAND  add ", "1100")]
    public void Evaluate_Text_GivesTheSetOfItsMeaning(string text, string expected) =>
        Assert.IsTrue(MaskExpression.Parse(text).Evaluate(Masks).BitsEqual(FromText("expected", expected)));

    [TestMethod]
    [DataRow("add and not(mul)", "add AND NOT mul")]
    [DataRow("(a AND b) OR c", "a AND b OR c")]
    [DataRow("a AND (b OR c)", "a AND (b OR c)")]
    [DataRow("NOT (a AND b)", "NOT (a AND b)")]
    [DataRow("a XOR (b OR NOT NOT c)", "a XOR (b OR NOT NOT c)")]
    [DataRow("\"add\" AND \"x y\" AND \"not\"", "add AND \"x y\" AND \"not\"")]
    public void ToString_AnyExpression_IsCanonicalAndReadsBackEqual(string text, string expected)
    {
        MaskExpression expression = MaskExpression.Parse(text);
        Assert.AreEqual(expected, expression.ToString());
        Assert.AreEqual(expression, MaskExpression.Parse(expected));
    }

    [TestMethod]
    public void Names_OfAnExpression_ComeOnceInOrder() =>
        CollectionAssert.AreEqual(new[] { "mul", "add" }, MaskExpression.Parse("mul AND NOT (add OR mul)").Names.ToArray());

    [TestMethod]
    [DataRow("", "position 1: expected a mask, NOT or '(', found the end of the text.")]
    [DataRow("add AND", "position 8: expected a mask, NOT or '(', found the end of the text.")]
    [DataRow("add nd mul", "position 5: expected AND, OR, XOR or the end of the text, found 'nd'; did you mean AND?")]
    [DataRow("add mul", "position 5: expected AND, OR, XOR or the end of the text, found 'mul'")]
    [DataRow("add AND OR mul", "position 9: expected a mask, NOT or '(', found 'OR'; write a mask of this name in double quotes.")]
    [DataRow("(add OR mul", "position 12: expected AND, OR, XOR or ')' for the '(' at position 1, found the end of the text.")]
    [DataRow("add)", "position 4: expected AND, OR, XOR or the end of the text, found ')'.")]
    [DataRow("add & mul", "position 5: expected AND, OR, XOR or the end of the text, found '&'.")]
    [DataRow("NOT \"add", "position 9: expected the '\"' that ends the name at position 5, found the end of the text.")]
    [DataRow("\"\"", "position 1: expected a mask, NOT or '(', found '\"'.")]
    public void Parse_Fault_NamesPositionAndWhatWasExpected(string text, string expected) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => MaskExpression.Parse(text)).Message, expected);

    [TestMethod]
    public void Parse_HostileTexts_AreRefusedWithoutExhaustingTheStack()
    {
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => MaskExpression.Parse(new string('(', 9_000))).Message, "at most 100 levels");
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => MaskExpression.Parse(string.Concat(Enumerable.Repeat("NOT ", 2_000)))).Message, "at most 100 levels");
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => MaskExpression.Parse(new string('a', 10_001))).Message, "at most 10000 are allowed");
        Assert.IsTrue(MaskExpression.Parse("add" + string.Concat(Enumerable.Repeat(" OR add", 1_000))).Evaluate(Masks).BitsEqual(Masks["add"]));
    }

    [TestMethod]
    public void Evaluate_UnknownMask_NamesPositionAndTheNearest()
    {
        string message = Assert.ThrowsExactly<ArgumentException>(() => MaskExpression.Parse("add AND NOT mul-2.c").Evaluate(Masks)).Message;
        StringAssert.Contains(message, "names a mask 'mul-2.c' (position 13) that there is not; did you mean 'mul-2.b'?");
        StringAssert.Contains(message, "'control', 'add'");
    }

    [TestMethod]
    public void Evaluate_MaskOnOtherWeights_IsRefused() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(() => MaskExpression.Parse("add AND fresh").Evaluate(Masks)).Message, "'fresh', which was learned on re-initialised weights");

    [TestMethod]
    public void With_Expressions_AddsThemInTheirRole()
    {
        MaskSet more = Masks.With([new NamedExpression("only-add", MaskExpression.Parse("add AND NOT mul-2.b")), new NamedExpression("both", MaskExpression.Parse("add OR mul-2.b"))]);
        CollectionAssert.AreEqual(new[] { "only-add", "both" }, more.Where(entry => entry.Role == MaskRole.Expression).Select(entry => entry.Mask.Name).ToArray());
        Assert.AreEqual(1, more["only-add"].Kept);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Masks.With([new NamedExpression("add", MaskExpression.Parse("control"))])).Message, "Two masks are named 'add'");
    }

    [TestMethod]
    public void Evaluate_AnyTwoMasks_FollowsTheLawsOfSets() => RandomMasks(3).Sample(masks =>
    {
        MaskSet set = new(masks.Select(mask => new MaskEntry(mask.Mask, MaskRole.Function)).ToArray());
        AssertEqual("NOT (mask0 AND mask1)", "NOT mask0 OR NOT mask1");
        AssertEqual("mask0 XOR mask1", "(mask0 OR mask1) AND NOT (mask0 AND mask1)");
        AssertEqual("mask0 AND (mask1 OR mask2)", "mask0 AND mask1 OR mask0 AND mask2");
        AssertEqual("mask0 XOR mask1 XOR mask1", "mask0");
        AssertEqual("mask0 OR mask0 AND mask1", "mask0");

        void AssertEqual(string first, string second) =>
            Assert.IsTrue(MaskExpression.Parse(first).Evaluate(set).BitsEqual(MaskExpression.Parse(second).Evaluate(set)), $"{first} = {second}");
    });
}
