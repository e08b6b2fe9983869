using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Arithmetic;

[TestClass]
public sealed class AddMulSourceTests
{
    [TestMethod]
    public void Schema_TwoDigits_HasTypedColumns()
    {
        var source = new AddMulSource(DataSplit.Train, 10);
        var digits = new VectorDataViewType(NumberDataViewType.Byte, 2);

        CollectionAssert.AreEqual(
            new[] { "Left", "Right", "Operation", "Result", "SumResult", "ProductResult" },
            source.Schema.Select(static c => c.Name).ToArray());
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 2), source.Schema["Operation"].Type);
        foreach (string name in new[] { "Left", "Right", "Result", "SumResult", "ProductResult" })
        {
            Assert.AreEqual(digits, source.Schema[name].Type);
        }
    }

    [TestMethod]
    public void Annotations_OperationAndDigits_NameKeysAndSlots()
    {
        var source = new AddMulSource(DataSplit.Train, 10, new AddMulOptions { Digits = 3 });
        VBuffer<ReadOnlyMemory<char>> names = default;

        source.Schema["Operation"].GetKeyValues(ref names);
        Assert.AreEqual("add mul", string.Join(' ', names.DenseValues()));
        source.Schema["Result"].GetSlotNames(ref names);
        Assert.AreEqual("units tens hundreds", string.Join(' ', names.DenseValues()));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(6)]
    public void Rows_AnyDigits_HoldBothResultsAndTheOneAskedFor(int digits)
    {
        var source = new AddMulSource(DataSplit.Train, 500, new AddMulOptions { Digits = digits });
        long modulus = DecimalDigits.Modulus(digits);
        List<long> left = Numbers(source, "Left");
        List<long> right = Numbers(source, "Right");
        List<long> result = Numbers(source, "Result");
        List<long> sum = Numbers(source, "SumResult");
        List<long> product = Numbers(source, "ProductResult");
        List<uint> operation = RowReading.Values<uint>(source, "Operation");

        for (int i = 0; i < left.Count; i++)
        {
            Assert.AreEqual((left[i] + right[i]) % modulus, sum[i]);
            Assert.AreEqual(left[i] * right[i] % modulus, product[i]);
            Assert.AreEqual(operation[i] == 1 ? sum[i] : product[i], result[i]);
        }

        Assert.HasCount(500, left);
    }

    [TestMethod]
    public void Rows_ManyDraws_AreUniformOverOperandsAndOperation()
    {
        const int rows = 20_000;
        var source = new AddMulSource(DataSplit.Train, rows);

        int adds = RowReading.Values<uint>(source, "Operation").Count(static key => key == 1);
        double leftChi = ChiSquare(Numbers(source, "Left"), 100);
        double rightChi = ChiSquare(Numbers(source, "Right"), 100);

        // Bounds are five standard deviations wide; the draws are fixed by the seed.
        Assert.AreEqual(rows / 2, adds, 5 * Math.Sqrt(rows) / 2);
        Assert.AreEqual(99, leftChi, 5 * Math.Sqrt(2 * 99));
        Assert.AreEqual(99, rightChi, 5 * Math.Sqrt(2 * 99));
    }

    [TestMethod]
    public void Rows_OperandsOfOneRow_AreIndependent()
    {
        const int rows = 20_000;
        var source = new AddMulSource(DataSplit.Validation, rows);
        List<long> left = Numbers(source, "Left");
        List<long> right = Numbers(source, "Right");
        List<uint> operation = RowReading.Values<uint>(source, "Operation");

        // 200 cells: left tens by right tens by operation.
        IEnumerable<long> cells = left.Select((value, i) => (2 * ((value / 10 * 10) + (right[i] / 10))) + operation[i] - 1);

        Assert.AreEqual(199, ChiSquare([.. cells], 200), 5 * Math.Sqrt(2 * 199));
    }

    [TestMethod]
    public void Rows_LongerSource_StartsWithTheShorterOne()
    {
        List<string> few = RowReading.Digits(new AddMulSource(DataSplit.Train, 100), "Left");
        List<string> many = RowReading.Digits(new AddMulSource(DataSplit.Train, 1000), "Left");

        CollectionAssert.AreEqual(few, many[..100]);
    }

    [TestMethod]
    public void Rows_SplitsAndSeeds_AreIndependentDraws()
    {
        List<string> train = RowReading.Digits(new AddMulSource(DataSplit.Train, 1000), "Left");
        List<string> validation = RowReading.Digits(new AddMulSource(DataSplit.Validation, 1000), "Left");
        List<string> otherSeed = RowReading.Digits(new AddMulSource(DataSplit.Train, 1000, new AddMulOptions { Seed = 2 }), "Left");

        // Independent draws of 100 numbers agree in about 10 of 1,000 places.
        Assert.IsLessThan(40, Agreements(train, validation));
        Assert.IsLessThan(40, Agreements(train, otherSeed));
    }

    [TestMethod]
    [DataRow(DataSplit.Train, "e7f5731f3354b9e8046dd408ab80949e")]
    [DataRow(DataSplit.Validation, "de9bd0185967721ca56a9b362916dbbf")]
    public void Rows_SeedOne_StayWhatTheyWereInEveryRelease(DataSplit split, string start) =>
        StringAssert.StartsWith(DataFingerprint.Of(new AddMulSource(split, 1000)).Sha256, start, StringComparison.Ordinal);

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public void Options_DigitsOutOfRange_NameTheRange(int digits)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AddMulOptions { Digits = digits });

        Assert.AreEqual("Digits", error.ParamName);
        StringAssert.Contains(error.Message, "1 to 6", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Source_NoRows_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AddMulSource(DataSplit.Train, 0));

    [TestMethod]
    public void Source_UnknownSplit_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AddMulSource((DataSplit)5, 1));

    private static List<long> Numbers(AddMulSource source, string column)
    {
        using DataViewRowCursor cursor = source.GetRowCursor([source.Schema[column]]);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(source.Schema[column]);
        var numbers = new List<long>();
        VBuffer<byte> digits = default;
        while (cursor.MoveNext())
        {
            getter(ref digits);
            numbers.Add(DecimalDigits.Read(digits.GetValues()));
        }

        return numbers;
    }

    private static double ChiSquare(List<long> values, int cells)
    {
        double expected = (double)values.Count / cells;
        int[] counts = new int[cells];
        foreach (long value in values)
        {
            counts[value]++;
        }

        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    private static int Agreements(List<string> first, List<string> second) => first.Zip(second).Count(static pair => pair.First == pair.Second);
}
