using MlNetMasks.Masks;

namespace MlNetMasks.Torch.Tests.Networks;

[TestClass]
public sealed class NetworkWeightsTests
{
    private static readonly FeedForwardNetwork Spec = new([6, 5]);
    private static readonly NetworkShape Shape = new(4, 3);

    [TestMethod]
    public void Initialize_FromAKey_IsSeededPerParameterName()
    {
        using var first = NetworkWeights.Initialize(Spec, Shape, 1);
        using var again = NetworkWeights.Initialize(Spec, Shape, 1);
        using var other = NetworkWeights.Initialize(Spec, Shape, 2);
        using var deeper = NetworkWeights.Initialize(new FeedForwardNetwork([6, 5, 5]), Shape, 1);

        CollectionAssert.AreEqual(Tiny.Snapshot(first), Tiny.Snapshot(again));
        CollectionAssert.AreNotEqual(Tiny.Snapshot(first), Tiny.Snapshot(other));
        CollectionAssert.AreEqual(first.Arena.Span(2).ToArray(), deeper.Arena.Span(2).ToArray(), "A further layer must not shift the draws of others.");
    }

    [TestMethod]
    public void Initialize_OfLinearLayers_StaysInTheBoundOfLibtorchAndFillsIt()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([100]), new NetworkShape(25, 3), 1);

        var values = weights.Arena.Span(0).ToArray();
        Assert.AreEqual(0.2, values.Max(), 0.002);
        Assert.AreEqual(-0.2, values.Min(), 0.002);
        Assert.IsFalse(weights.Arena.Span(2).ContainsAnyExceptInRange(-0.1f, 0.1f));
    }

    [TestMethod]
    public void Write_ThenRead_GivesTheSameBits()
    {
        using var weights = NetworkWeights.Initialize(Spec, Shape, 1);
        using var read = NetworkWeights.Read(Spec, Shape, Written(weights));

        CollectionAssert.AreEqual(Tiny.Snapshot(weights), Tiny.Snapshot(read));
        Assert.AreEqual(Spec, read.Spec);
        Assert.AreEqual(Shape, read.Shape);
    }

    [TestMethod]
    public void Read_OfTensorsThatDoNotFit_NamesThem()
    {
        using var weights = NetworkWeights.Initialize(Spec, Shape, 1);
        var tensors = Written(weights).Tensors;

        AssertRefused("lack tensor 'layers.1.bias' of shape [5]", tensors.Where(tensor => tensor.Name != "layers.1.bias"));
        AssertRefused("hold a tensor 'extra'", tensors.Append(SafetensorsTensor.FromSingles("extra", [1], [1])));
        AssertRefused("'layers.1.bias' has shape [1, 5]; the network needs [5]", Replaced(SafetensorsTensor.FromSingles("layers.1.bias", [1, 5], new float[5])));
        AssertRefused("holds NaN at position 2", Replaced(SafetensorsTensor.FromSingles("layers.1.bias", [5], [0, 0, float.NaN, 0, 0])));
        AssertRefused("finite weights are needed", Replaced(SafetensorsTensor.FromSingles("layers.1.bias", [5], [0, 0, 0, 0, float.NegativeInfinity])));
        AssertRefused("holds I64", Replaced(SafetensorsTensor.FromInt64s("layers.1.bias", [5], new long[5])));

        IEnumerable<SafetensorsTensor> Replaced(SafetensorsTensor tensor) => tensors.Select(other => other.Name == tensor.Name ? tensor : other);

        static void AssertRefused(string message, IEnumerable<SafetensorsTensor> tensors)
        {
            using var stream = new MemoryStream();
            SafetensorsFile.Write(stream, tensors);
            stream.Position = 0;
            var file = SafetensorsFile.Read(stream);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => NetworkWeights.Read(Spec, Shape, file)).Message, message);
        }
    }

    [TestMethod]
    public void Masked_ByAMask_ZeroesWhatItDoesNotKeepAndLeavesTheRest()
    {
        using var weights = NetworkWeights.Initialize(Spec, Shape, 1);
        var before = Tiny.Snapshot(weights);
        var mask = WeightMask.FromLogits("mask", weights.MaskLayout, layer => weights.Arena.Span(layer * 2)); // keeps positive weights

        using var masked = weights.Masked(mask);
        using var inverse = weights.Masked(mask.Not());
        using var whole = weights.Masked(null);

        for (var slot = 0; slot < weights.Arena.Layout.Slots.Count; slot++)
        {
            var isBias = slot % 2 == 1;
            CollectionAssert.AreEqual(
                weights.Arena.Span(slot).ToArray().Select(w => isBias || w > 0 ? w : 0f).ToArray(), masked.Arena.Span(slot).ToArray());
            CollectionAssert.AreEqual(
                weights.Arena.Span(slot).ToArray().Select(w => isBias || w <= 0 ? w : 0f).ToArray(), inverse.Arena.Span(slot).ToArray());
        }

        CollectionAssert.AreEqual(before, Tiny.Snapshot(whole));
        CollectionAssert.AreEqual(before, Tiny.Snapshot(weights));
    }

    [TestMethod]
    public void Masked_ByAMaskOfAnotherNetwork_IsRefused()
    {
        using var weights = NetworkWeights.Initialize(Spec, Shape, 1);
        var foreign = WeightMask.Full("foreign", MaskableNetwork.Build(new FeedForwardNetwork([6, 6]), Shape).MaskLayout);

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => weights.Masked(foreign)).Message, "'foreign'");
    }

    [TestMethod]
    public void FrozenWeights_OutliveTheTensors_AndThawAsTheyWere()
    {
        var weights = NetworkWeights.Initialize(Spec, Shape, 1);
        var before = Tiny.Snapshot(weights);
        var mask = WeightMask.FromLogits("mask", weights.MaskLayout, layer => weights.Arena.Span(layer * 2));
        using var masked = weights.Masked(mask);
        var frozen = new FrozenWeights(weights);
        weights.Dispose();

        using var thawed = frozen.Thaw();
        using var thawedMasked = frozen.Thaw(mask);

        CollectionAssert.AreEqual(before, Tiny.Snapshot(thawed));
        CollectionAssert.AreEqual(Tiny.Snapshot(masked), Tiny.Snapshot(thawedMasked));
        CollectionAssert.AreEqual(before[..24], frozen.Values(0).ToArray());
        using var stream = new MemoryStream();
        frozen.Write(stream);
        stream.Position = 0;
        using var read = NetworkWeights.Read(Spec, Shape, SafetensorsFile.Read(stream));
        CollectionAssert.AreEqual(before, Tiny.Snapshot(read));
        var foreign = WeightMask.Full("foreign", MaskableNetwork.Build(new FeedForwardNetwork([6, 6]), Shape).MaskLayout);
        Assert.ThrowsExactly<ArgumentException>(() => frozen.Thaw(foreign));
    }

    private static SafetensorsFile Written(NetworkWeights weights)
    {
        using var stream = new MemoryStream();
        weights.Write(stream);
        stream.Position = 0;
        return SafetensorsFile.Read(stream);
    }
}
