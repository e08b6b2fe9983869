namespace MlNetMasks.Torch.Tests.Sequences;

[TestClass]
public sealed class SequenceTrainingTests
{
    private static readonly ExampleTable Table = Copying.Rows(256);

    public static IEnumerable<object[]> Networks => Copying.Networks.Select(network => new object[] { network });

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Networks_OnSequencesToCopy_LearnThemAndKeepThemUnderAMask(object network)
    {
        var spec = network switch
        {
            TransformerNetwork transformer => (NetworkSpec)(transformer with { Dropout = 0 }),
            EncoderDecoderLstmNetwork lstm => lstm with { Dropout = 0, EmbeddingSize = 8 },
            _ => throw new NotSupportedException(),
        };
        spec = spec is EncoderDecoderLstmNetwork ? new EncoderDecoderLstmNetwork(48) { EmbeddingSize = 8, Dropout = 0, LayerCount = 1 } : spec;
        using var weights = NetworkWeights.Initialize(spec, Copying.Problem.Shape, 3);
        var curve = Pretrainer.Train(weights, Copying.Problem, Table, new PretrainOptions { StepCount = 700, BatchSize = 64, LearningRate = 5e-3 }, Tiny.Context());
        var learned = MaskLearner.Learn(
            weights, Copying.Problem, Table, new MaskLearningOptions { StepCount = 200, BatchSize = 64, LearningRate = 2e-2, Beta = 1e-5 }, Tiny.Context("copy"));

        Assert.IsLessThan(0.5, curve[^1].Loss);
        using var whole = new NetworkPredictor(Copying.Problem, weights.Masked(null));
        Assert.AreEqual(1, whole.Count(Table, slots: null).Accuracy, 0.02);
        using var masked = new NetworkPredictor(Copying.Problem, weights.Masked(learned.Mask));
        Assert.AreEqual(1, masked.Count(Table, slots: null).Accuracy, 0.05);
    }
}
