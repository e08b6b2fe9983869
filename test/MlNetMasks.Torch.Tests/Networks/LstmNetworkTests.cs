using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Networks;

[TestClass]
public sealed class LstmNetworkTests
{
    private const int Hidden = 32;

    [TestMethod]
    public void Build_OfASingleTimeStep_SaysThatRecurrentWeightsWouldBeUnused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new LstmNetwork(4) { StepCount = 1 }, new NetworkShape(3, 2)));

        Assert.Contains("at least 2 time steps", error.Message);
        Assert.AreEqual(4, MaskableNetwork.Build(new LstmNetwork(4) { StepCount = 1, LayerCount = 1 }, new NetworkShape(3, 2) { FrameCount = 2 }).Parameters.Count - 1);
    }

    [TestMethod]
    public void LstmNetwork_OfThePaper_HasThePublishedNumberOfMaskableWeights()
    {
        Assert.AreEqual(834_560, MaskableNetwork.Build(new LstmNetwork(256), new NetworkShape(42, 20)).MaskLayout.Count);
        CollectionAssert.AreEqual(
            (string[])["lstm.cells.0.weight_ih", "lstm.cells.0.weight_hh", "lstm.cells.1.weight_ih", "lstm.cells.1.weight_hh", "output_projection.weight"],
            MaskableNetwork.Build(new LstmNetwork(3), new NetworkShape(42, 20)).MaskLayout.Layers.Select(layer => layer.Name).ToArray());
    }

    [TestMethod]
    public void Initialize_OfAnLstm_StartsGatesAsDocumented()
    {
        using var weights = NetworkWeights.Initialize(new LstmNetwork(Hidden), new NetworkShape(20, 4), 1);
        var input = weights.Arena.Span(0).ToArray();
        var recurrent = weights.Arena.Span(1).ToArray();
        var bias = weights.Arena.Span(2).ToArray();

        for (var gate = 0; gate < 4; gate++)
        {
            var gain = gate == 2 ? 5.0 / 3 : 1.0;
            Assert.AreEqual(gain * Math.Sqrt(1.0 / (20 + Hidden)), Deviation(input, gate), 0.15 * gain * Math.Sqrt(1.0 / (20 + Hidden)));
            Assert.IsTrue(bias.AsSpan(gate * Hidden, Hidden).ToArray().All(value => value == (gate == 1 ? 1 : 0)));
        }

        for (var i = 0; i < Hidden; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = 0.0;
                for (var k = 0; k < Hidden; k++)
                {
                    product += (double)recurrent[((2 * Hidden) + i) * Hidden + k] * recurrent[((2 * Hidden) + j) * Hidden + k];
                }

                Assert.AreEqual(i == j ? 25.0 / 18 : 0, product, 1e-5, $"rows {i} and {j} of the cell's recurrent weights");
            }
        }

        double Deviation(float[] values, int gate) => Math.Sqrt(values.Skip(gate * values.Length / 4).Take(values.Length / 4).Average(value => (double)value * value));
    }

    [TestMethod]
    public void Initialize_OfAnOrthogonalMatrix_IsOrthogonalInItsShorterDimensionAndRepeatable()
    {
        foreach (var (rows, columns) in ((int, int)[])[(3, 7), (7, 3), (5, 5), (1, 4)])
        {
            var values = new float[rows * columns];
            Initializer.Orthogonal(2).Fill(values, [rows, columns], new RandomStream(9));
            var again = new float[values.Length];
            Initializer.Orthogonal(2).Fill(again, [rows, columns], new RandomStream(9));
            using var scope = NewDisposeScope();
            var matrix = tensor(values).view(rows, columns);
            var square = rows < columns ? matrix.mm(matrix.t()) : matrix.t().mm(matrix);

            CollectionAssert.AreEqual(values, again);
            Assert.IsLessThan(1e-5f, (square - (4 * eye(Math.Min(rows, columns)))).abs().max().item<float>());
        }
    }

    [TestMethod]
    public void FillNormal_OfManyNumbers_HasTheDeviationAndNoMean()
    {
        var values = new float[100_001];
        new RandomStream(4).FillNormal(values, 0.5);

        Assert.AreEqual(0, values.Average(), 0.01);
        Assert.AreEqual(0.5, Math.Sqrt(values.Average(value => (double)value * value)), 0.01);
        Assert.AreEqual(0.0455, values.Count(value => Math.Abs(value) > 1) / (double)values.Length, 0.005);
    }

    [TestMethod]
    public void LstmNetwork_OfWrongSizes_NamesTheRange()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LstmNetwork(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LstmNetwork(4) { LayerCount = 0 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LstmNetwork(4) { StepCount = 0 });
        Assert.ThrowsExactly<ArgumentException>(() => Initializer.Blocks());
        Assert.ThrowsExactly<InvalidOperationException>(() => Initializer.Blocks(Initializer.Constant(1), Initializer.Constant(2)).Fill(new float[3], [3], new RandomStream(1)));
    }
}
