using Microsoft.ML;
using MlNetMasks.Masks;

namespace MlNetMasks.Tests.Stages;

/// <summary>Rows that belong to a set several times count several times: for the network, for a mask and in evaluation.</summary>
[TestClass]
public sealed class MembershipTests
{
    private static readonly RowFilter Members = RowFilter.MemberOf(nameof(CountedRow.Times));

    [TestMethod]
    public void Fit_RowsOfASet_GivesWhatTheRepeatedRowsGive()
    {
        using var counted = Chain(Members).Fit(Data(repeat: false));
        using var repeated = Chain(null).Fit(Data(repeat: true));

        CollectionAssert.AreEqual(WeightsOf(repeated), WeightsOf(counted));
        Assert.AreEqual(Ml().Masks.Analyze(repeated).Masks["mask"], Ml().Masks.Analyze(counted).Masks["mask"]);
    }

    [TestMethod]
    public void Evaluate_RowsOfASet_CountsThemAsOftenAsTheyBelongToIt()
    {
        using var model = Chain(null).Fit(Data(repeat: true));
        var set = new EvaluationOptions { Sets = [new EvaluationSet("set", Members)], Conditions = [Condition.Unmasked] };
        var all = new EvaluationOptions { Sets = [new EvaluationSet("set")], Conditions = [Condition.Unmasked] };

        var counted = Ml().Masks.Evaluate(model, Data(repeat: false), set).Records;
        var repeated = Ml().Masks.Evaluate(model, Data(repeat: true), all).Records;

        CollectionAssert.AreEqual(repeated.ToList(), counted.ToList());
        Assert.AreEqual(Rows().Sum(row => row.Times), counted.Single(record => record.Metric == Metrics.Count).Value);
    }

    [TestMethod]
    public void Learn_ASetAndItsRowsOnceEach_AreTwoFunctions()
    {
        var ml = Ml();
        using var chain = ml.Masks.Pretrain(Toy.Network, Toy.FewSteps)
            .Append(ml.Masks.Learn("counted", Toy.FewMaskSteps with { Rows = Members }))
            .Append(ml.Masks.Learn("once", Toy.FewMaskSteps with { Rows = RowFilter.Between(nameof(CountedRow.Times), 1, 9) }))
            .Fit(Data(repeat: false));
        Assert.HasCount(2, ml.Masks.Analyze(chain).Masks);
    }

    [TestMethod]
    public void Save_AStageWithASet_ComesBackWithIt()
    {
        var ml = Ml();
        using var model = Chain(Members).Fit(Data(repeat: false));
        using var stream = new MemoryStream();
        ml.Model.Save(model, Data(repeat: false).Schema, stream);
        stream.Position = 0;
        var other = Ml();
        _ = other.Masks;
        using var loaded = (IDisposable)other.Model.Load(stream, out _);
        CollectionAssert.AreEqual(WeightsOf(model), WeightsOf((ITransformer)loaded));
    }

    private static MLContext Ml() => new(seed: 3);

    private static Microsoft.ML.Data.EstimatorChain<MaskTransformer> Chain(RowFilter? rows)
    {
        var ml = Ml();
        return ml.Masks.Pretrain(Toy.Network, Toy.FewSteps with { Rows = rows })
            .Append(ml.Masks.Learn("mask", Toy.FewMaskSteps with { Rows = rows }));
    }

    private static List<CountedRow> Rows() => [.. Toy.Rows(60).Index().Select(row => new CountedRow
    {
        Features = row.Item.Features,
        Color = row.Item.Color,
        Times = row.Index < 3 ? 1 : row.Index % 4,
    })];

    private static IDataView Data(bool repeat)
    {
        var ml = Ml();
        var rows = ml.Data.LoadFromEnumerable(Rows().SelectMany(row => Enumerable.Repeat(row, repeat ? row.Times : 1)));
        return ml.Transforms.Conversion.MapValueToKey("Label", "Color").Fit(rows).Transform(rows);
    }

    private static byte[] WeightsOf(ITransformer model)
    {
        using var stream = new MemoryStream();
        Ml().Masks.NetworkOf(model).Weights.Write(stream);
        return stream.ToArray();
    }

    private sealed class CountedRow
    {
        [Microsoft.ML.Data.VectorType(2)]
        public float[] Features { get; set; } = [0, 0];

        public string Color { get; set; } = "";

        public int Times { get; set; }
    }
}
