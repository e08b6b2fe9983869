using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Data.Tests.Generated;

namespace MlNetMasks.Data.Tests.Fingerprints;

[TestClass]
public sealed class DataFingerprintTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void Fingerprint_SameData_IsTheSameWhereverItComesFrom()
    {
        var source = new AddMulSource(DataSplit.Train, 300);
        using var stream = new MemoryStream();
        s_ml.Data.SaveAsBinary(source, stream);
        string file = Path.Combine(AppContext.BaseDirectory, "fingerprint.idv");
        File.WriteAllBytes(file, stream.ToArray());

        DataFingerprint expected = DataFingerprint.Of(source);

        Assert.AreEqual(expected, DataFingerprint.Of(new AddMulSource(DataSplit.Train, 300)));
        Assert.AreEqual(expected, DataFingerprint.Of(s_ml.Data.Cache(source)));
        Assert.AreEqual(expected, DataFingerprint.Of(s_ml.Data.TakeRows(new AddMulSource(DataSplit.Train, 900), 300)));
        Assert.AreEqual(expected, DataFingerprint.Of(s_ml.Data.LoadFromBinary(file)));
    }

    [TestMethod]
    public void Fingerprint_AnotherSplitSeedOrSize_IsAnother()
    {
        string[] hashes =
        [
            DataFingerprint.Of(new AddMulSource(DataSplit.Train, 100)).Sha256,
            DataFingerprint.Of(new AddMulSource(DataSplit.Validation, 100)).Sha256,
            DataFingerprint.Of(new AddMulSource(DataSplit.Train, 101)).Sha256,
            DataFingerprint.Of(new AddMulSource(DataSplit.Train, 100, new AddMulOptions { Seed = 2 })).Sha256,
            DataFingerprint.Of(new AddMulSource(DataSplit.Train, 100, new AddMulOptions { Digits = 3 })).Sha256,
        ];

        Assert.HasCount(hashes.Length, hashes.Distinct());
        Assert.IsTrue(hashes.All(static hash => hash.Length == 64));
    }

    [TestMethod]
    public void Fingerprint_RowLimit_LooksAtTheFirstRowsAndSaysSo()
    {
        var options = new DataFingerprintOptions { MaxRows = 50 };

        DataFingerprint few = DataFingerprint.Of(new AddMulSource(DataSplit.Train, 51), options);
        DataFingerprint many = DataFingerprint.Of(new AddMulSource(DataSplit.Train, 5000), options);
        DataFingerprint exact = DataFingerprint.Of(new AddMulSource(DataSplit.Train, 50), options);

        Assert.AreEqual(few, many);
        Assert.AreEqual(50, many.HashedRowCount);
        Assert.IsFalse(many.IsComplete);
        Assert.IsTrue(exact.IsComplete);
        Assert.AreNotEqual(many.Sha256, exact.Sha256);
    }

    [TestMethod]
    public void Fingerprint_NamedColumns_IgnoreTheOthers()
    {
        IDataView source = new AddMulSource(DataSplit.Train, 100);
        var options = new DataFingerprintOptions { Columns = ["Left", "Operation"] };

        DataFingerprint all = DataFingerprint.Of(source);
        DataFingerprint some = DataFingerprint.Of(source, options);

        Assert.AreNotEqual(all, some);
        Assert.AreEqual(some, DataFingerprint.Of(s_ml.Transforms.DropColumns("Result").Fit(source).Transform(source), options));
    }

    [TestMethod]
    public void Fingerprint_UnknownColumn_ListsTheColumns()
    {
        var options = new DataFingerprintOptions { Columns = ["Sum"] };

        var error = Assert.ThrowsExactly<ArgumentException>(() => DataFingerprint.Of(new AddMulSource(DataSplit.Train, 5), options));

        StringAssert.Contains(error.Message, "'Sum'", StringComparison.Ordinal);
        StringAssert.Contains(error.Message, "SumResult", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Fingerprint_RowOrder_Matters()
    {
        IDataView source = new AddMulSource(DataSplit.Train, 100);

        Assert.AreNotEqual(DataFingerprint.Of(source), DataFingerprint.Of(s_ml.Data.ShuffleRows(source, seed: 1)));
    }

    [TestMethod]
    public void Fingerprint_TextKeysAndVaryingVectors_AreHashed()
    {
        DataFingerprint squares = DataFingerprint.Of(new SquaresSource(20));

        Assert.AreEqual(20, squares.HashedRowCount);
        Assert.AreNotEqual(squares.Sha256, DataFingerprint.Of(new SquaresSource(19)).Sha256);
    }

    [TestMethod]
    public void Fingerprint_EveryFieldType_IsHashed()
    {
        var row = new EveryType();

        string hash = Of(row);

        Assert.AreEqual(hash, Of(row with { }));
        EveryType[] changed =
        [
            row with { Flag = true }, row with { Tiny = -1 }, row with { Small = -1 }, row with { Whole = -1 }, row with { Long = -1 },
            row with { Single = -0f }, row with { Double = 1e-300 }, row with { Text = "b" }, row with { Span = TimeSpan.FromTicks(1) },
            row with { Date = DateTime.UnixEpoch.AddTicks(1) }, row with { Moment = DateTimeOffset.UnixEpoch.AddTicks(1) },
            row with { Words = ["ab", "c"] },
        ];
        Assert.HasCount(changed.Length + 1, changed.Select(Of).Append(hash).Distinct());
    }

    [TestMethod]
    public void Fingerprint_NotANumber_IsTheSameWhateverItsBits()
    {
        var row = new EveryType { Single = float.NaN, Double = double.NaN };

        Assert.AreEqual(
            Of(row), Of(row with { Single = BitConverter.UInt32BitsToSingle(0x7FC00001), Double = BitConverter.UInt64BitsToDouble(0x7FF8000000000001) }));
    }

    [TestMethod]
    public void Fingerprint_SparseVector_EqualsTheDenseOne()
    {
        IDataView dense = Vectors(new VBuffer<float>(4, [0, 0, 3, 0]));
        IDataView sparse = Vectors(new VBuffer<float>(4, 1, [3], [2]));

        Assert.AreEqual(DataFingerprint.Of(dense), DataFingerprint.Of(sparse));
    }

    [TestMethod]
    public void Fingerprint_KeyNamesChanged_IsAnother()
    {
        EveryType[] rows = [new EveryType { Text = "a" }, new EveryType { Text = "b" }];
        EveryType[] renamed = [new EveryType { Text = "a" }, new EveryType { Text = "c" }];
        var options = new DataFingerprintOptions { Columns = ["Key"] };

        Assert.AreNotEqual(DataFingerprint.Of(Keyed(rows), options), DataFingerprint.Of(Keyed(renamed), options));
    }

    [TestMethod]
    public void Fingerprint_UnknownType_NamesTheColumn()
    {
        var view = new AnyType();

        var error = Assert.ThrowsExactly<ArgumentException>(() => DataFingerprint.Of(view));

        StringAssert.Contains(error.Message, "'Odd'", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Options_NoRows_Throw() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DataFingerprintOptions { MaxRows = 0 });

    private static string Of(EveryType row) => DataFingerprint.Of(s_ml.Data.LoadFromEnumerable([row])).Sha256;

    private static IDataView Vectors(VBuffer<float> values)
    {
        var schema = SchemaDefinition.Create(typeof(OneVector));
        schema["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        return s_ml.Data.LoadFromEnumerable([new OneVector { Values = values }], schema);
    }

    private static IDataView Keyed(EveryType[] rows)
    {
        IDataView view = s_ml.Data.LoadFromEnumerable(rows);
        return s_ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(view).Transform(view);
    }

    private sealed record EveryType
    {
        public bool Flag { get; init; }

        public sbyte Tiny { get; init; }

        public short Small { get; init; }

        public int Whole { get; init; }

        public long Long { get; init; }

        public float Single { get; init; }

        public double Double { get; init; }

        public string Text { get; init; } = "a";

        public TimeSpan Span { get; init; }

        public DateTime Date { get; init; } = DateTime.UnixEpoch;

        public DateTimeOffset Moment { get; init; } = DateTimeOffset.UnixEpoch;

        public string[] Words { get; init; } = ["a", "bc"];
    }

    private sealed class OneVector
    {
        public VBuffer<float> Values { get; init; }
    }

    private sealed class OddType() : StructuredDataViewType(typeof(Uri))
    {
        public override bool Equals(DataViewType? other) => other is OddType;

        public override int GetHashCode() => 1;

        public override bool Equals(object? obj) => obj is OddType;
    }

    private sealed class AnyType() : GeneratedDataView<SquaresRow>(
        1, [GeneratedColumn.Scalar("Odd", new OddType(), static (SquaresRow row) => new Uri("about:blank"))])
    {
        protected override SquaresRow CreateRow() => new();

        protected override void Generate(long index, SquaresRow row) => row.Number = index;
    }
}
