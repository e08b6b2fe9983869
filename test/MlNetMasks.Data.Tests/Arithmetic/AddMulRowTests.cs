using CsCheck;

namespace MlNetMasks.Data.Tests.Arithmetic;

[TestClass]
public sealed class AddMulRowTests
{
    private static readonly Gen<(int Digits, long Left, long Right)> s_examples =
        from digits in Gen.Int[1, 6]
        from left in Gen.Long[0, DecimalDigits.Modulus(digits) - 1]
        from right in Gen.Long[0, DecimalDigits.Modulus(digits) - 1]
        select (digits, left, right);

    [TestMethod]
    public void Set_AnyOperands_GivesBothResultsModuloPowerOfTen() => s_examples.Sample(example =>
    {
        long modulus = DecimalDigits.Modulus(example.Digits);
        var row = new AddMulRow(example.Digits);

        row.Set(ArithmeticOperation.Multiply, example.Left, example.Right);

        return DecimalDigits.Read(row.Left) == example.Left
            && DecimalDigits.Read(row.Right) == example.Right
            && DecimalDigits.Read(row.Sum) == (example.Left + example.Right) % modulus
            && DecimalDigits.Read(row.Product) == (long)((Int128)example.Left * example.Right % modulus)
            && row.Result.SequenceEqual(row.Product);
    });

    [TestMethod]
    public void Set_LargestSixDigitOperands_DoesNotOverflow()
    {
        var row = new AddMulRow(6);

        row.Set(ArithmeticOperation.Multiply, 999_999, 999_999);

        Assert.AreEqual(1, DecimalDigits.Read(row.Result));
        Assert.AreEqual(999_998, DecimalDigits.Read(row.Sum));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(100)]
    public void Set_OperandOutsideTheDigits_NamesParameterAndRange(int operand)
    {
        var row = new AddMulRow(2);

        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => row.Set(ArithmeticOperation.Add, 1, operand));

        Assert.AreEqual("right", error.ParamName);
        StringAssert.Contains(error.Message, "0 to 99", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Set_UnknownOperation_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AddMulRow(2).Set((ArithmeticOperation)2, 1, 1));
}
