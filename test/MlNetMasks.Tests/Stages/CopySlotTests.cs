using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

[TestClass]
public sealed class CopySlotTests
{
    private const int Hidden = 6;
    private static readonly PretrainStageOptions Pretrain = Toy.FewSteps with { Problem = new ParityProblem("Bits") };

    [TestMethod]
    public void CopySlot_OfOnePair_ReplacesColumnsRowsAndBiasesOfTheOtherAndNothingElse()
    {
        var ml = Context();
        using var model = ml.Masks.Pretrain(new FeedForwardNetwork([Hidden, Hidden]), Pretrain).Append(ml.Masks.CopySlot(from: 1, to: 0)).Fit(Data(ml));
        var before = ModelStages.Find(model).Pretrained.Network.Weights;
        var after = ml.Masks.NetworkOf(model).Weights;

        for (var slot = 0; slot < before.Layout.Slots.Count; slot++)
        {
            var (name, shape) = (before.Layout.Slots[slot].Name, before.Layout.Slots[slot].Shape);
            for (var i = 0; i < before.Values(slot).Length; i++)
            {
                var source = name switch
                {
                    "layers.0.weight" when i % shape[1] < 2 => i + 2, // [out, 4]: pair 1 reads inputs 0 and 1, pair 2 inputs 2 and 3
                    "layers.2.weight" when i / shape[1] < 2 => i + (2 * shape[1]), // [4, in]: pair 1 answers in rows 0 and 1
                    "layers.2.bias" when i < 2 => i + 2,
                    _ => i,
                };
                Assert.AreEqual(before.Values(slot)[source], after.Values(slot)[i], $"{name} {i}");
            }
        }
    }

    [TestMethod]
    public void Score_BehindTheCopy_TreatsBothPairsAlike()
    {
        var ml = Context();
        var data = Data(ml, onlyOnePair: true);
        using var model = ml.Masks.Pretrain(new FeedForwardNetwork([Hidden]), Pretrain).Append(ml.Masks.CopySlot(1, 0)).Fit(data);

        var scores = model.Transform(data).GetColumn<float[]>("Score").ToList();

        // Row i has bits in pair 1 only, row i + 4 the same bits in pair 2 only.
        for (var i = 0; i < 4; i++)
        {
            for (var output = 0; output < 2; output++)
            {
                Assert.AreEqual(scores[i][output], scores[i + 4][output + 2], 1e-6f);
            }
        }
    }

    [TestMethod]
    public void Masks_BehindTheCopy_BelongToTheCopiedNetwork()
    {
        var ml = Context();
        var data = Data(ml);
        using var model = Chain(ml).Fit(data);
        var plain = ml.Masks.Pretrain(new FeedForwardNetwork([Hidden]), Pretrain).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var other = Context(seed: 9);
        var loaded = other.Model.Load(file, out _);

        Assert.AreEqual(plain.Network.Fingerprint, ModelStages.Find(model).Pretrained.Network.Fingerprint);
        Assert.AreNotEqual(plain.Network.Fingerprint, ml.Masks.NetworkOf(model).Fingerprint);
        Assert.AreEqual(ml.Masks.NetworkOf(model).Fingerprint, other.Masks.NetworkOf(loaded).Fingerprint);
        Assert.AreEqual(ml.Masks.Analyze(model).Masks, other.Masks.Analyze(loaded).Masks);
        foreach (var column in new[] { "Score", "left.Score" })
        {
            CollectionAssert.AreEqual(Scores(model.Transform(data), column), Scores(loaded.Transform(data), column));
        }

        var cut = ml.Masks.Subnetwork(model, "left");
        CollectionAssert.AreEqual(Scores(model.Transform(data), "left.Score"), Scores(cut.Transform(data), "Score"));
        Assert.AreEqual(
            ml.Masks.Evaluate(model, data).Accuracy("", Condition.Unmasked, "all"), model.Transform(data).GetColumn<bool>("Correct").Average(correct => correct ? 1.0 : 0), 1e-12);
    }

    [TestMethod]
    public void Stage_Saved_HoldsNoWeights()
    {
        var ml = Context();
        var data = Data(ml);
        using var model = ml.Masks.Pretrain(new FeedForwardNetwork([64, 64]), Pretrain).Append(ml.Masks.CopySlot(1, 0)).Fit(data);
        using var file = new MemoryStream();
        StagePayload.Write(file, model.LastTransformer);

        Assert.IsLessThan(1000L, file.Length);
    }

    [TestMethod]
    public void Copy_OfEachDirection_IsAnotherNetworkAndKeepsPretraining()
    {
        var ml = Context();
        var data = Data(ml);
        using var one = ml.Masks.Pretrain(new FeedForwardNetwork([Hidden]), Pretrain).Append(ml.Masks.CopySlot(1, 0)).Fit(data);
        using var two = ml.Masks.Pretrain(new FeedForwardNetwork([Hidden]), Pretrain).Append(ml.Masks.CopySlot(0, 1)).Fit(data);
        Assert.AreNotEqual(ml.Masks.NetworkOf(one).Fingerprint, ml.Masks.NetworkOf(two).Fingerprint);
        Assert.AreEqual(ModelStages.Find(one).Pretrained.Network.Fingerprint, ModelStages.Find(two).Pretrained.Network.Fingerprint);
    }

    [TestMethod]
    public void Fit_ProblemWithoutRegions_IsRefused()
    {
        var ml = new MLContext(seed: 1);
        var chain = ml.Masks.Pretrain(Toy.Network, Toy.FewSteps).Append(ml.Masks.CopySlot(1, 0));
        StringAssert.Contains(Toy.Message<ArgumentException>(() => chain.Fit(Toy.Data(ml))), "the problem has slots 0 to 0");

        var fault = Toy.Message<ArgumentException>(() => SlotCopy.Make(ml.Masks.NetworkOf(Toy.Chain(ml).Fit(Toy.Data(ml))), 0, 0));
        StringAssert.Contains(fault, "Slot 0 of ClassificationProblem has no inputs and outputs of its own");
    }

    [TestMethod]
    public void Fit_SlotsThatCannotBeCopied_AreRefused()
    {
        var ml = Context();
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => ml.Masks.Pretrain(new FeedForwardNetwork([2]), Pretrain).Append(ml.Masks.CopySlot(2, 0)).Fit(Data(ml))), "Slot 2 is to be copied");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.CopySlot(1, 1)), "are both 1");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.Masks.CopySlot(-1, 0));
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.CopySlot(1, 0).Fit(Data(ml))), "Append the stage behind mlContext.Masks.Pretrain");
    }

    [TestMethod]
    public void Chain_WithAMaskBeforeTheCopy_IsRefusedBeforeAnyTraining()
    {
        var ml = Context();
        var counter = new StepCounter();
        var chain = ml.Masks.Pretrain(new FeedForwardNetwork([2]), Pretrain with { Progress = counter })
            .Append(ml.Masks.Learn("left", Toy.FewMaskSteps with { Slots = [0] }))
            .Append(ml.Masks.CopySlot(1, 0));

        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => chain.Fit(Data(ml))), "Mask 'left' is learned on the network before slot 1 is copied over slot 0");
        Assert.IsEmpty(counter.Steps);
    }

    [TestMethod]
    public void Stage_BehindOtherWeights_IsRefused()
    {
        var ml = Context();
        var data = Data(ml);
        using var model = Chain(ml).Fit(data);
        var other = ml.Masks.Pretrain(new FeedForwardNetwork([Hidden]), Pretrain with { Seed = 5 }).Fit(data);
        var (copy, mask) = (model.ElementAt(1), model.ElementAt(2));

        StringAssert.Contains(Toy.Message<ArgumentException>(() => copy.Transform(other.Transform(data))), "was fitted behind other weights");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Analyze(new TransformerChain<ITransformer>(other, copy, mask))), "was fitted behind other weights");
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => ml.Masks.Analyze(new TransformerChain<ITransformer>(model.First(), mask))), "Mask 'left' was learned on other weights");
    }

    private static float[] Scores(IDataView view, string column) => [.. view.GetColumn<float[]>(column).SelectMany(scores => scores)];

    private static EstimatorChain<MaskTransformer> Chain(MLContext ml) => ml.Masks.Pretrain(new FeedForwardNetwork([Hidden]), Pretrain)
        .Append(ml.Masks.CopySlot(1, 0))
        .Append(ml.Masks.Learn("left", Toy.FewMaskSteps with { Slots = [0] }));

    private static MLContext Context(int seed = 1)
    {
        var ml = new MLContext(seed);
        ml.Masks.Registries.For<Problem>().Register<ParityProblem>("acme.parity");
        return ml;
    }

    private static IDataView Data(MLContext ml, bool onlyOnePair = false)
    {
        var numbers = onlyOnePair ? Enumerable.Range(0, 4).Concat(Enumerable.Range(0, 4).Select(i => i << 2)) : Enumerable.Range(0, 32);
        return ml.Data.LoadFromEnumerable(numbers.Select(i =>
        {
            byte[] bits = [.. Enumerable.Range(0, 4).Select(bit => (byte)((i >> bit) & 1))];
            return new Row { Bits = bits, Parities = [(byte)(bits[0] ^ bits[1]), (byte)(bits[2] ^ bits[3])] };
        }));
    }

    private sealed class Row
    {
        [VectorType(4)]
        public byte[] Bits { get; set; } = [];

        [VectorType(2)]
        public byte[] Parities { get; set; } = [];
    }
}
