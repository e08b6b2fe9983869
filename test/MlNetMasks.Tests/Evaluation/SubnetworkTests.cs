using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Stages;

namespace MlNetMasks.Tests.Evaluation;

[TestClass]
public sealed class SubnetworkTests
{
    [TestMethod]
    public void Subnetwork_OfTheAddMask_AddsAndDoesNotMultiply()
    {
        var ml = AddMulModel.Context;
        var adder = ml.Masks.Subnetwork(AddMulModel.Model, "add");

        var scores = adder.Transform(AddMulModel.Validation).GetColumn<float[]>("Score").ToList();
        var expected = AddMulModel.Model.Transform(AddMulModel.Validation).GetColumn<float[]>("add.Score").ToList();
        for (var row = 0; row < scores.Count; row++)
        {
            CollectionAssert.AreEqual(expected[row], scores[row]);
        }

        var evaluation = ml.Masks.Evaluate(adder, AddMulModel.Validation, new()
        {
            Sets = [new("add", AddMulModel.Operation("add")), new("mul", AddMulModel.Operation("mul"))],
        });
        Assert.IsGreaterThan(0.9, evaluation.Accuracy("", Condition.Unmasked, "add"));
        Assert.IsLessThan(0.4, evaluation.Accuracy("", Condition.Unmasked, "mul"));
        Assert.IsTrue(evaluation.Records.All(record => record.Mask.Length == 0));
    }

    [TestMethod]
    public void Subnetwork_SavedAlone_ComesBackWithoutTheModel()
    {
        var ml = AddMulModel.Context;
        var adder = ml.Masks.Subnetwork(AddMulModel.Model, "add");
        using var file = new MemoryStream();
        ml.Model.Save(adder, AddMulModel.Validation.Schema, file);
        file.Position = 0;
        var other = new Microsoft.ML.MLContext();
        _ = other.Masks;

        var loaded = (PretrainedTransformer)other.Model.Load(file, out var schema);

        Assert.AreEqual(AddMulModel.Validation.Schema.Count, schema.Count);
        Assert.AreEqual(adder.Network.Fingerprint, loaded.Network.Fingerprint);
        var (expected, found) = (adder.Transform(AddMulModel.Validation), loaded.Transform(AddMulModel.Validation));
        Assert.IsTrue(expected.GetColumn<float[]>("Score").Zip(found.GetColumn<float[]>("Score")).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [TestMethod]
    public void Subnetwork_OfAMask_KeepsExactlyItsWeights()
    {
        var network = ModelStages.Find(AddMulModel.Model).Pretrained.Network.Weights;
        var mask = ModelStages.Find(AddMulModel.Model).Masks.Single(stage => stage.Name == "mul").Mask;
        var cut = AddMulModel.Context.Masks.Subnetwork(AddMulModel.Model, "mul").Network.Weights;
        for (var layer = 0; layer < mask.Layout.Layers.Count; layer++)
        {
            var slot = network.Layout.IndexOf(mask.Layout.Layers[layer].Name);
            for (var i = 0; i < network.Values(slot).Length; i++)
            {
                Assert.AreEqual(mask.IsKept(layer, i) ? network.Values(slot)[i] : 0f, cut.Values(slot)[i]);
            }
        }

        var bias = network.Layout.IndexOf("layers.0.bias");
        Assert.IsTrue(network.Values(bias).SequenceEqual(cut.Values(bias)));
    }

    [TestMethod]
    public void Subnetwork_OfAnUnknownMask_NamesTheKnownOnes()
    {
        var message = Toy.Message<ArgumentException>(() => AddMulModel.Context.Masks.Subnetwork(AddMulModel.Model, "sub"));
        StringAssert.Contains(message, "no mask 'sub'; its masks are control, add, mul");
    }
}
