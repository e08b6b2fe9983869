using CsCheck;

namespace MlNetMasks.Data.Tests.Arithmetic;

[TestClass]
public sealed class DecimalDigitsTests
{
    [TestMethod]
    public void WriteAndRead_AnyNumberThatFits_ReturnsIt() => Gen.Long[0, 999_999_999_999_999_999].Sample(value =>
    {
        byte[] digits = new byte[18];
        DecimalDigits.Write(value, digits);
        return DecimalDigits.Read(digits) == value;
    });

    [TestMethod]
    public void Write_NumberThatDoesNotFit_KeepsTheLowDigits()
    {
        byte[] digits = new byte[2];

        DecimalDigits.Write(1234, digits);

        CollectionAssert.AreEqual(new byte[] { 4, 3 }, digits);
    }

    [TestMethod]
    public void Write_NegativeNumber_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DecimalDigits.Write(-1, new byte[2]));

    [TestMethod]
    public void Read_NoDecimalDigit_Throws() => Assert.ThrowsExactly<ArgumentException>(() => DecimalDigits.Read([1, 10]));

    [TestMethod]
    public void Read_TooManyDigits_Throws() => Assert.ThrowsExactly<ArgumentException>(() => DecimalDigits.Read(new byte[19]));

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public void Modulus_CountOutOfRange_NamesTheRange(int count)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DecimalDigits.Modulus(count));

        StringAssert.Contains(error.Message, "1 to 6", StringComparison.Ordinal);
    }
}
