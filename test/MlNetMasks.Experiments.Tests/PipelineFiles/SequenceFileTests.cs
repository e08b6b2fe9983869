using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class SequenceFileTests
{
    [TestMethod]
    public void Network_OfSequences_IsWhatTheFileSays()
    {
        Assert.AreEqual(
            new EncoderDecoderLstmNetwork(200), Resolve("kind: lstm-encoder-decoder, hidden: 200").CreateNetwork());
        Assert.AreEqual(
            new EncoderDecoderLstmNetwork(8) { LayerCount = 1, EmbeddingSize = 4, Dropout = 0.25, TeacherForcing = 1 },
            Resolve("kind: lstm-encoder-decoder, hidden: 8, layers: 1, embedding: 4, dropout: 0.25, teacher_forcing: 1").CreateNetwork());
        Assert.AreEqual(
            new TransformerNetwork(100) { HeadCount = 4, FeedForwardSize = 200 },
            Resolve("kind: transformer, size: 100, heads: 4, feed_forward: 200").CreateNetwork());
        Assert.AreEqual(
            new TransformerNetwork(512) { HeadCount = 8, FeedForwardSize = 2048, EncoderLayerCount = 6, DecoderLayerCount = 5, Dropout = 0, TiesEmbeddings = true },
            Resolve("kind: transformer, size: 512, heads: 8, feed_forward: 2048, encoder_layers: 6, decoder_layers: 5, dropout: 0, tied_embeddings: true").CreateNetwork());
    }

    [TestMethod]
    public void Pretraining_WithWarmUpAndMoments_IsWhatTheFileSays()
    {
        PretrainPlan plan = Resolve("kind: lstm, hidden: 8", "steps: 9, warmup_steps: 5, adam_beta2: 0.995, adam_epsilon: 1e-9").Pretrain!;

        Assert.AreEqual((5, 0.995, 1e-9), (plan.WarmupStepCount, plan.AdamBeta2, plan.AdamEpsilon));
        Assert.IsNull(Resolve("kind: lstm, hidden: 8").Pretrain!.AdamBeta2);
    }

    [TestMethod]
    [DataRow("kind: transformer, size: 8, heads: 2", "lacks the required key 'feed_forward'")]
    [DataRow("kind: lstm-encoder-decoder, hidden: 8, dropout: 1", "expected a number from 0 and below 1")]
    public void Network_ThatCannotBe_IsRefused(string network, string words) =>
        StringAssert.Contains(Assert.ThrowsExactly<PipelineFileException>(() => Resolve(network)).Message, words);

    private static ExperimentPlan Resolve(string network, string pretrain = "steps: 9") => SamplePipeline.Load($$"""
        experiment: sequences
        data: { source: addmul }
        network: { {{network}} }
        pretrain: { {{pretrain}} }
        """).Resolve();
}
