using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Arithmetic;

[TestClass]
public sealed class DoubleAdditionSourceTests
{
    private static readonly string[] s_columns = ["FirstLeft", "FirstRight", "FirstResult", "SecondLeft", "SecondRight", "SecondResult"];

    [TestMethod]
    public void Schema_ThreeDigits_HasTypedColumnsWithNamedSlots()
    {
        var source = new DoubleAdditionSource(DataSplit.Train, 10, new DoubleAdditionOptions { Digits = 3 });
        VBuffer<ReadOnlyMemory<char>> names = default;

        CollectionAssert.AreEqual(s_columns, source.Schema.Select(static c => c.Name).ToArray());
        foreach (string name in s_columns)
        {
            Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 3), source.Schema[name].Type);
            source.Schema[name].GetSlotNames(ref names);
            Assert.AreEqual("units tens hundreds", string.Join(' ', names.DenseValues()));
        }

        Assert.AreEqual(2, new DoubleAdditionOptions().Digits);
        Assert.AreEqual(1, new DoubleAdditionOptions().Seed);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(6)]
    public void Rows_AnyDigits_HoldTheSumsOfBothPairs(int digits)
    {
        var source = new DoubleAdditionSource(DataSplit.Train, 500, new DoubleAdditionOptions { Digits = digits });
        long modulus = DecimalDigits.Modulus(digits);
        foreach (string pair in new[] { "First", "Second" })
        {
            List<long> left = Numbers(source, pair + "Left");
            List<long> right = Numbers(source, pair + "Right");

            Assert.HasCount(500, left);
            CollectionAssert.AreEqual(left.Zip(right, (a, b) => (a + b) % modulus).ToList(), Numbers(source, pair + "Result"));
        }
    }

    [TestMethod]
    public void Rows_ManyDraws_AreUniformAndIndependent()
    {
        const int rows = 20_000;
        var source = new DoubleAdditionSource(DataSplit.Validation, rows);
        List<long>[] operands = [.. new[] { "FirstLeft", "FirstRight", "SecondLeft", "SecondRight" }.Select(name => Numbers(source, name))];

        // Bounds are five standard deviations wide; the draws are fixed by the seed.
        foreach (List<long> operand in operands)
        {
            Assert.AreEqual(99, ChiSquare(operand, 100), 5 * Math.Sqrt(2 * 99));
        }

        for (int a = 0; a < operands.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                Assert.AreEqual(99, ChiSquare(operands[a].Zip(operands[b], (x, y) => (x / 10 * 10) + (y / 10)), 100), 5 * Math.Sqrt(2 * 99));
            }
        }
    }

    [TestMethod]
    public void Rows_LongerSource_StartsWithTheShorterOne() => CollectionAssert.AreEqual(
        RowReading.Digits(new DoubleAdditionSource(DataSplit.Train, 100), "SecondLeft"),
        RowReading.Digits(new DoubleAdditionSource(DataSplit.Train, 1000), "SecondLeft")[..100]);

    [TestMethod]
    public void Rows_SplitsAndSeeds_AreIndependentDraws()
    {
        List<string> train = RowReading.Digits(new DoubleAdditionSource(DataSplit.Train, 1000), "FirstLeft");

        // Independent draws of 100 numbers agree in about 10 of 1,000 places.
        foreach (DoubleAdditionSource other in new[]
        {
            new DoubleAdditionSource(DataSplit.Validation, 1000),
            new DoubleAdditionSource(DataSplit.Train, 1000, new DoubleAdditionOptions { Seed = 2 }),
        })
        {
            Assert.IsLessThan(40, train.Zip(RowReading.Digits(other, "FirstLeft")).Count(static pair => pair.First == pair.Second));
        }
    }

    [TestMethod]
    [DataRow(DataSplit.Train, "66856910e2ced6aff8b82a595e3f1089")]
    [DataRow(DataSplit.Validation, "2ec00dcbead6ec1d24de6aef5a2d8b07")]
    public void Rows_SeedOne_StayWhatTheyWereInEveryRelease(DataSplit split, string start) =>
        StringAssert.StartsWith(DataFingerprint.Of(new DoubleAdditionSource(split, 1000)).Sha256, start, StringComparison.Ordinal);

    [TestMethod]
    public void CursorSet_OfSeveralCursors_HoldsTheRowsOfOne()
    {
        var source = new DoubleAdditionSource(DataSplit.Train, 300);
        DataViewSchema.Column column = source.Schema["SecondResult"];
        var byBatch = new SortedDictionary<long, List<string>>();
        foreach (DataViewRowCursor cursor in source.GetRowCursorSet([column], 3))
        {
            using (cursor)
            {
                ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
                VBuffer<byte> digits = default;
                while (cursor.MoveNext())
                {
                    getter(ref digits);
                    byBatch.TryAdd(cursor.Batch, []);
                    byBatch[cursor.Batch].Add(string.Concat(digits.DenseValues()));
                }
            }
        }

        CollectionAssert.AreEqual(RowReading.Digits(source, "SecondResult"), byBatch.Values.SelectMany(static rows => rows).ToList());
    }

    [TestMethod]
    public void Source_WrongArguments_SayWhatIsAllowed()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DoubleAdditionOptions { Digits = 7 });

        Assert.AreEqual("Digits", error.ParamName);
        StringAssert.Contains(error.Message, "1 to 6", StringComparison.Ordinal);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DoubleAdditionSource(DataSplit.Train, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DoubleAdditionSource((DataSplit)5, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DoubleAdditionRow(2).Set(0, 100, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DoubleAdditionRow(2).Set(2, 1, 1));
    }

    private static List<long> Numbers(DoubleAdditionSource source, string column)
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

    private static double ChiSquare(IEnumerable<long> values, int cells)
    {
        int[] counts = new int[cells];
        foreach (long value in values)
        {
            counts[value]++;
        }

        double expected = (double)counts.Sum() / cells;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
