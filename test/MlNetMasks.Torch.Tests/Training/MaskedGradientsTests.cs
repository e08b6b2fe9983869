using MlNetMasks.Masks;
using MlNetMasks.Torch.Tests.Images;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class MaskedGradientsTests
{
    private static readonly BoundProblem Problem = Tiny.Classification(4, 3);
    private static readonly ExampleTable Table = Tiny.Vectors(300, 4, 3); // more than a batch, and no whole number of them

    public static IEnumerable<object[]> Networks => [[new FeedForwardNetwork([12, 8])], [TinyImages.Network], [TinyImages.Residual]];

    [TestMethod]
    public void Gradient_OfALinearClassifier_IsThatOfTheFormula()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([]), Problem.Shape, 2);
        var (w, b) = (weights.Arena.Span(weights.Arena.Layout.IndexOf("layers.0.weight")).ToArray(), weights.Arena.Span(weights.Arena.Layout.IndexOf("layers.0.bias")).ToArray());
        var expected = new double[12]; // [classes, features]: mean of (probability - 1[class]) x
        for (var row = 0; row < Table.RowCount; row++)
        {
            var x = Table.Column<float>("Features").Row(row).ToArray();
            double[] exponentials = [.. Enumerable.Range(0, 3).Select(c => Math.Exp(b[c] + Enumerable.Range(0, 4).Sum(i => w[(c * 4) + i] * x[i])))];
            for (var i = 0; i < 12; i++)
            {
                var error = (exponentials[i / 4] / exponentials.Sum()) - (Table.Column<int>("Label").Row(row)[0] == i / 4 ? 1 : 0);
                expected[i] += error * x[i % 4] / Table.RowCount;
            }
        }

        var gradient = TaskGradient.Of(weights, Problem, Table, slots: null, threads: 1, default).Single();

        for (var i = 0; i < 12; i++)
        {
            Assert.AreEqual(expected[i], gradient[i], 1e-6);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Cosines_OfAnyMask_BeginWithExactlyOneAndStayInRange(object network)
    {
        var (problem, table) = network is FeedForwardNetwork ? (Problem, Table) : (TinyImages.Problem, TinyImages.Rows);
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, problem.Shape, 3);
        var frozen = weights.Freeze();
        var mask = WeightMask.FromLogits("m", frozen.MaskLayout, layer => Enumerable.Range(0, frozen.MaskLayout.Layers[layer].Count).Select(i => i % 4 == 0 ? -1f : 1f).ToArray());

        var cosines = MaskedGradients.Cosines(frozen, mask, problem, table, slots: null, threads: 1, default);

        Assert.HasCount(frozen.MaskLayout.Modules.Count + 1, cosines);
        Assert.AreEqual(1.0, cosines[0]);
        Assert.IsTrue(cosines.All(cosine => cosine is >= -1 and <= 1));
        Assert.IsTrue(cosines.Skip(1).All(cosine => cosine < 0.999999), "A mask that removes weights turns the gradient.");
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Cosines_OfAMaskThatKeepsAll_AreOneEverywhere(object network)
    {
        var (problem, table) = network is FeedForwardNetwork ? (Problem, Table) : (TinyImages.Problem, TinyImages.Rows);
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, problem.Shape, 3);
        var frozen = weights.Freeze();

        foreach (var cosine in MaskedGradients.Cosines(frozen, WeightMask.Full("all", frozen.MaskLayout), problem, table, slots: null, threads: 1, default))
        {
            Assert.AreEqual(1, cosine, 1e-9);
        }
    }

    [TestMethod]
    public void Cosines_OfOneWeight_AreTheSignOfTheProduct()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([6]), Problem.Shape, 3);
        var frozen = weights.Freeze();
        var mask = WeightMask.FromLogits("one", frozen.MaskLayout, layer => Enumerable.Range(0, frozen.MaskLayout.Layers[layer].Count).Select(i => layer == 1 && i == 0 ? 1f : -1f).ToArray());
        using var masked = weights.Masked(mask.OnLastModules(1));
        var (whole, partial) = (Gradient(weights), Gradient(masked));

        Assert.AreEqual(Math.Sign(whole * partial), MaskedGradients.Cosines(frozen, mask, Problem, Table, slots: null, threads: 1, default)[1], 1e-12);

        static double Gradient(NetworkWeights weights) => TaskGradient.Of(weights, Problem, Table, slots: null, threads: 1, default)[1][0];
    }

    [TestMethod]
    public void Cosines_OfAMaskThatKeepsNothing_AreMissing()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([6]), Problem.Shape, 3);
        var frozen = weights.Freeze();

        Assert.IsTrue(MaskedGradients.Cosines(frozen, WeightMask.Empty("none", frozen.MaskLayout), Problem, Table, slots: null, threads: 1, default).All(double.IsNaN));
    }

    [TestMethod]
    public void Gradient_OfAnything_LeavesWeightsAndTensorsAsTheyWere()
    {
        var before = LiveTensors.OfThisThread;
        using (var weights = NetworkWeights.Initialize(TinyImages.Residual, TinyImages.Problem.Shape, 3))
        {
            var values = Tiny.Snapshot(weights);
            TaskGradient.Of(weights, TinyImages.Problem, TinyImages.Rows, slots: null, threads: 1, default);
            CollectionAssert.AreEqual(values, Tiny.Snapshot(weights));
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void Gradient_ThatCannotBe_IsRefused()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([6]), Problem.Shape, 3);

        Assert.Contains("has the norm", Assert.ThrowsExactly<InvalidOperationException>(() => TaskGradient.Of(weights, Problem, Tiny.Vectors(20, 4, 3, scale: 3e38), null, 1, default)).Message);
        Assert.ThrowsExactly<ArgumentException>(() => TaskGradient.Of(weights, Tiny.Classification(5, 3), Table, null, 1, default));
        Assert.ThrowsExactly<ArgumentException>(() => TaskGradient.Of(weights, Problem, Table, [3], 1, default));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TaskGradient.Of(weights, Problem, Table, null, -1, default));
        Assert.ThrowsExactly<OperationCanceledException>(() => TaskGradient.Of(weights, Problem, Table, null, 1, new CancellationToken(canceled: true)));
    }
}
