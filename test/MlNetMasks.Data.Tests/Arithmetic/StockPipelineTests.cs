using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Data.Tests.Generated;

namespace MlNetMasks.Data.Tests.Arithmetic;

/// <summary>The source in the stock stages and operations an ML.NET user would put after it.</summary>
[TestClass]
public sealed class StockPipelineTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly AddMulSource _source = new(DataSplit.Train, 1000);

    [TestMethod]
    public void CreateEnumerable_TypedRows_AreRead()
    {
        List<Example> rows = [.. _ml.Data.CreateEnumerable<Example>(_source, reuseRowObject: false)];

        Assert.HasCount(1000, rows);
        foreach (Example row in rows)
        {
            int left = row.Left[0] + (10 * row.Left[1]);
            int right = row.Right[0] + (10 * row.Right[1]);
            int result = row.Operation == 1 ? left + right : left * right;
            CollectionAssert.AreEqual(new[] { (byte)(result % 10), (byte)(result / 10 % 10) }, row.Result);
        }
    }

    [TestMethod]
    public void FilterRowsByKeyColumnFraction_UpperHalfOfOperation_KeepsMultiplications()
    {
        // A key column is filtered by its fraction of the key range.
        IDataView multiplications = _ml.Data.FilterRowsByKeyColumnFraction(_source, "Operation", 0.5, 1.0);
        List<uint> operations = RowReading.Values<uint>(_source, "Operation");

        List<uint> kept = RowReading.Values<uint>(multiplications, "Operation");

        Assert.HasCount(operations.Count(static key => key == 2), kept);
        Assert.IsTrue(kept.All(static key => key == 2));
    }

    [TestMethod]
    public void FilterRowsByColumn_ConvertedNumber_KeepsTheRange()
    {
        var squares = new SquaresSource(100);
        IDataView numbers = _ml.Transforms.Conversion.ConvertType("Number", "Square", DataKind.Single).Fit(squares).Transform(squares);

        List<long> kept = RowReading.Values<long>(_ml.Data.FilterRowsByColumn(numbers, "Number", 10, 50), "Square");

        CollectionAssert.AreEqual(new long[] { 16, 25, 36, 49 }, kept);
    }

    [TestMethod]
    public void ConvertConcatenateAndCache_ChainOfStages_KeepsValuesOrderAndNames()
    {
        var pipeline = _ml.Transforms.Conversion.ConvertType([new("LeftNumbers", "Left"), new("RightNumbers", "Right")], DataKind.Single)
            .Append(_ml.Transforms.Concatenate("Features", "LeftNumbers", "RightNumbers"))
            .AppendCacheCheckpoint(_ml)
            .Append(_ml.Transforms.NormalizeMinMax("Scaled", "Features"));
        IDataView transformed = pipeline.Fit(_source).Transform(_source);

        List<string> left = RowReading.Digits(_source, "Left");
        List<string> right = RowReading.Digits(_source, "Right");
        List<string> features = [.. _ml.Data.CreateEnumerable<FeatureRow>(transformed, reuseRowObject: false)
            .Select(static row => string.Concat(row.Features))];

        CollectionAssert.AreEqual(left.Zip(right, static (l, r) => l + r).ToList(), features);
        VBuffer<ReadOnlyMemory<char>> names = default;
        transformed.Schema["Features"].GetSlotNames(ref names);
        Assert.AreEqual("LeftNumbers.units LeftNumbers.tens RightNumbers.units RightNumbers.tens", string.Join(' ', names.DenseValues()));
    }

    [TestMethod]
    public void MapKeyToValue_Operation_GivesItsNames()
    {
        IDataView named = _ml.Transforms.Conversion.MapKeyToValue("Name", "Operation").Fit(_source).Transform(_source);

        List<string> names = [.. RowReading.Values<ReadOnlyMemory<char>>(named, "Name").Select(static name => name.ToString())];

        CollectionAssert.AreEqual(RowReading.Values<uint>(_source, "Operation").Select(static key => key == 1 ? "add" : "mul").ToList(), names);
    }

    [TestMethod]
    public void RenameAndSelectColumns_ThroughStockStages_StillFindTheColumn()
    {
        IDataView renamed = _ml.Transforms.CopyColumns("Answer", "Result").Append(_ml.Transforms.SelectColumns("Answer")).Fit(_source).Transform(_source);

        CollectionAssert.AreEqual(RowReading.Digits(_source, "Result"), RowReading.Digits(renamed, "Answer"));
    }

    [TestMethod]
    public void Cache_AnyPass_GivesTheSameRows()
    {
        IDataView cached = _ml.Data.Cache(_source);

        CollectionAssert.AreEqual(RowReading.Digits(_source, "Result"), RowReading.Digits(cached, "Result"));
        CollectionAssert.AreEqual(RowReading.Digits(_source, "Result"), RowReading.Digits(cached, "Result"));
    }

    [TestMethod]
    public void ShuffleRows_Seeded_IsAPermutationAndRepeatable()
    {
        List<string> ordered = [.. Rows(_source)];
        List<string> shuffled = [.. Rows(_ml.Data.ShuffleRows(_source, seed: 3))];

        CollectionAssert.AreEquivalent(ordered, shuffled);
        CollectionAssert.AreNotEqual(ordered, shuffled);
        CollectionAssert.AreEqual(shuffled, Rows(_ml.Data.ShuffleRows(_source, seed: 3)).ToList());
    }

    [TestMethod]
    public void SaveAsBinary_ReadBack_GivesRowsAndKeyNames()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "addmul.idv");
        using (FileStream stream = File.Create(file))
        {
            _ml.Data.SaveAsBinary(_source, stream);
        }

        IDataView loaded = _ml.Data.LoadFromBinary(file);

        CollectionAssert.AreEqual(Rows(_source).ToList(), Rows(loaded).ToList());
        VBuffer<ReadOnlyMemory<char>> names = default;
        loaded.Schema["Operation"].GetKeyValues(ref names);
        Assert.AreEqual("add mul", string.Join(' ', names.DenseValues()));
    }

    [TestMethod]
    public void TakeSkipAndSplit_PartsOfTheRows_FitTogether()
    {
        List<string> all = [.. Rows(_source)];
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(_source, testFraction: 0.25, seed: 1);

        CollectionAssert.AreEqual(all[..100], Rows(_ml.Data.TakeRows(_source, 100)).ToList());
        CollectionAssert.AreEqual(all[100..], Rows(_ml.Data.SkipRows(_source, 100)).ToList());
        CollectionAssert.AreEquivalent(all, Rows(split.TrainSet).Concat(Rows(split.TestSet)).ToList());
    }

    [TestMethod]
    public void Preview_FirstRows_AreShown() => Assert.HasCount(5, _source.Preview(5).RowView);

    private IEnumerable<string> Rows(IDataView view) => _ml.Data.CreateEnumerable<Example>(view, reuseRowObject: true)
        .Select(static row => $"{string.Concat(row.Left)} {row.Operation} {string.Concat(row.Right)} = {string.Concat(row.Result)}");

    private sealed class Example
    {
        [VectorType(2)]
        public byte[] Left { get; set; } = [];

        [VectorType(2)]
        public byte[] Right { get; set; } = [];

        [KeyType(2)]
        public uint Operation { get; set; }

        [VectorType(2)]
        public byte[] Result { get; set; } = [];
    }

    private sealed class FeatureRow
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
