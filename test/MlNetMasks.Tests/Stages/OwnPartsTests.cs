using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Probe;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>A user's own network, problem and mask parametrisation in the place of ours.</summary>
[TestClass]
public sealed class OwnPartsTests
{
    [TestMethod]
    public void OwnParts_LearnedAndSaved_ComeBackByTheirIds()
    {
        if (FreshProcess.Argument is { } saved)
        {
            var ml = Context();
            var stages = ModelStages.Find(ml.Model.Load(saved, out _));
            Assert.AreEqual(new BranchNetwork(6), stages.Pretrained.Network.Weights.Spec);
            Assert.AreEqual(new ParityProblem("Bits"), stages.Pretrained.Network.Problem);
            Assert.AreEqual(new NotedMask("mine"), stages.Masks[0].Options.Parametrisation);
            return;
        }

        using var folder = new TemporaryFolder();
        var context = Context();
        var data = Data(context);
        using var model = Chain(context).Fit(data);
        context.Model.Save(model, data.Schema, folder.File("model.zip"));

        var other = Context();
        using var loaded = (TransformerChain<ITransformer>)other.Model.Load(folder.File("model.zip"), out _);

        Assert.AreEqual(ModelStages.Find(model).ToMaskSet(), ModelStages.Find(loaded).ToMaskSet());
        CollectionAssert.AreEqual(
            model.Transform(data).GetColumn<byte[]>("left.PredictedParities").SelectMany(parities => parities).ToArray(),
            loaded.Transform(data).GetColumn<byte[]>("left.PredictedParities").SelectMany(parities => parities).ToArray());
        CollectionAssert.AreEqual(new[] { "hidden.weight", "out.weight", "skip.weight" }, ModelStages.Find(loaded).ToMaskSet().Layout.Layers.Select(layer => layer.Name).ToArray());
        FreshProcess.Run(nameof(OwnParts_LearnedAndSaved_ComeBackByTheirIds), folder.File("model.zip"));
    }

    [TestMethod]
    public void OwnProblem_WithTwoSlots_IsEvaluatedPerSlot()
    {
        var ml = Context();
        var data = Data(ml);
        using var model = Chain(ml).Fit(data);

        var evaluation = ml.Masks.Evaluate(model, data, new()
        {
            Sets = [new("both"), new("left", Slots: [0]), new("right", Slots: [1])],
            Conditions = [Condition.Unmasked],
        });

        Assert.IsGreaterThan(0.9, evaluation.Accuracy("", Condition.Unmasked, "both"));
        Assert.IsGreaterThanOrEqualTo(evaluation.Accuracy("", Condition.Unmasked, "both"), evaluation.Accuracy("", Condition.Unmasked, "left"));
        Assert.IsFalse(evaluation.Records.Any(record => record.Metric == Metrics.Confusion));
    }

    [TestMethod]
    public void OwnProblem_NotRegistered_CannotBeSavedAndSaysHow()
    {
        var ml = new MLContext(seed: 1);
        ml.Masks.Registries.For<NetworkSpec>().Register<BranchNetwork>("acme.branch");
        ml.Masks.Registries.For<MaskParametrisationSpec>().Register<NotedMask>("acme.noted");
        var data = Data(ml);
        using var model = Chain(ml).Fit(data);
        using var file = new MemoryStream();

        var message = Toy.Message<InvalidOperationException>(() => ml.Model.Save(model, data.Schema, file));

        StringAssert.Contains(message, "ParityProblem has no stable id among the types of Problem");
    }

    [TestMethod]
    public void Slots_NamedInFullAndLeftToDefault_AreTheSameFunction()
    {
        var ml = Context();
        var chain = ml.Masks.Pretrain(new BranchNetwork(2), Toy.FewSteps with { Problem = new ParityProblem("Bits") })
            .Append(ml.Masks.Learn("one", Toy.FewMaskSteps))
            .Append(ml.Masks.Learn("two", Toy.FewMaskSteps with { Slots = [1, 0] }));

        StringAssert.Contains(Toy.Message<ArgumentException>(() => chain.Fit(Data(ml))), "Masks 'one' and 'two' are learned on the same rows and output slots");
    }

    private static EstimatorChain<MaskTransformer> Chain(MLContext ml) => ml.Masks
        .Pretrain(new BranchNetwork(6), new() { Problem = new ParityProblem("Bits"), StepCount = 600, BatchSize = 32, LearningRate = 2e-2 })
        .Append(ml.Masks.Learn("left", Toy.FewMaskSteps with { Slots = [0], Parametrisation = new NotedMask("mine") }))
        .Append(ml.Masks.Learn("right", Toy.FewMaskSteps with { Slots = [1] }));

    private static MLContext Context()
    {
        var ml = new MLContext(seed: 1);
        ml.Masks.Registries.For<NetworkSpec>().Register<BranchNetwork>("acme.branch");
        ml.Masks.Registries.For<Problem>().Register<ParityProblem>("acme.parity");
        ml.Masks.Registries.For<MaskParametrisationSpec>().Register<NotedMask>("acme.noted");
        return ml;
    }

    private static IDataView Data(MLContext ml) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 64).Select(i =>
    {
        byte[] bits = [.. Enumerable.Range(0, 4).Select(bit => (byte)((i >> bit) & 1))];
        return new Row { Bits = bits, Parities = [(byte)(bits[0] ^ bits[1]), (byte)(bits[2] ^ bits[3])] };
    }));

    private sealed class Row
    {
        [VectorType(4)]
        public byte[] Bits { get; set; } = [];

        [VectorType(2)]
        public byte[] Parities { get; set; } = [];
    }
}
