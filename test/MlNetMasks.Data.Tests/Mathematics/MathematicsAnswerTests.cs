namespace MlNetMasks.Data.Tests.Mathematics;

[TestClass]
public sealed class MathematicsAnswerTests
{
    [TestMethod]
    [DataRow(MathematicsModule.AddOrSub, "What is 3 minus -0.4?", "3.4")]
    [DataRow(MathematicsModule.AddOrSub, "-0.5+-0.05", "-0.55")]
    [DataRow(MathematicsModule.AddOrSub, "What is 5 less than 0.5?", "-4.5")]
    [DataRow(MathematicsModule.AddOrSub, "Subtract 99999999999999999999 from 1.", "-99999999999999999998")]
    [DataRow(MathematicsModule.AddOrSub, "What is the distance between -2 and 1.50?", "3.5")]
    [DataRow(MathematicsModule.Linear1D, "Solve 0 = -15*a + 17*a + 2 for a.", "-1")]
    [DataRow(MathematicsModule.Linear1D, "Solve -0*x = -4*x - 0 + 8 for x.", "2")]
    [DataRow(MathematicsModule.Differentiate, "Find the third derivative of -m**2*v**3 + 30*m**2*v**2 + m*v wrt v.", "-6*m**2")]
    [DataRow(MathematicsModule.Differentiate, "Differentiate -2*x + 5 with respect to y.", "0")]
    [DataRow(MathematicsModule.Differentiate, "What is the second derivative of -2*d**4 - d + 3?", "-24*d**2")]
    [DataRow(MathematicsModule.Sort, "Put -2/13, -3, 9, 1.5 in decreasing order.", "9, 1.5, -2/13, -3")]
    [DataRow(MathematicsModule.Sort, "Sort 0.1, 1/7, 0.", "0, 0.1, 1/7")]
    [DataRow(MathematicsModule.Collect, "Collect the terms in 0*v**2 - 3 + v - v.", "-3")]
    [DataRow(MathematicsModule.Collect, "Collect the terms in x - x + 0.", "0")]
    public void Answer_Question_IsExact(MathematicsModule module, string question, string answer) =>
        Assert.AreEqual(answer, MathematicsAnswer.Of(module, question));

    [TestMethod]
    [DataRow(MathematicsModule.AddOrSub, "What is 3 times 4?")]
    [DataRow(MathematicsModule.AddOrSub, "3-4")]
    [DataRow(MathematicsModule.Linear1D, "Solve 2*x = 3 for x.")]
    [DataRow(MathematicsModule.Linear1D, "Solve 0*x = 0 for x.")]
    [DataRow(MathematicsModule.Linear1D, "Solve x*y = 2 for x.")]
    [DataRow(MathematicsModule.Differentiate, "Differentiate 3*a*b.")]
    [DataRow(MathematicsModule.Differentiate, "Differentiate 3*a**b wrt a.")]
    [DataRow(MathematicsModule.Sort, "Sort 1, two.")]
    [DataRow(MathematicsModule.Sort, "Sort 1, 1/0.")]
    [DataRow(MathematicsModule.Collect, "Collect the terms in 3*x + 2*y.")]
    [DataRow(MathematicsModule.Collect, "Collect the terms in .")]
    [DataRow(MathematicsModule.Collect, "")]
    public void Answer_OtherText_SaysWhatAQuestionLooksLike(MathematicsModule module, string text)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => MathematicsAnswer.Of(module, text));

        StringAssert.Contains(error.Message, MathematicsFiles.NameOf(module), StringComparison.Ordinal);
    }
}
