using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

[TestClass]
public sealed class SequenceStageTests
{
    private static readonly string[] Tokens = ["", "walk", "run"];

    [TestMethod]
    public void Pipeline_OfSequences_LearnsSavesLoadsAndNamesItsTokens()
    {
        var ml = new MLContext(seed: 1);
        var data = Data(ml, Tokens);
        foreach (var network in (NetworkSpec[])[new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 4 }, new TransformerNetwork(8) { HeadCount = 2, FeedForwardSize = 8, TiesEmbeddings = true }])
        {
            using var model = Pipeline(ml, network).Fit(data);
            var scored = model.Transform(data);
            var answers = Answers(ml, scored);

            Assert.HasCount(6, answers);
            Assert.HasCount(4, answers[0].PredictedTokens);
            Assert.HasCount(5, answers[0].Score);
            VBuffer<ReadOnlyMemory<char>> names = default;
            scored.Schema["add.PredictedTokens"].Annotations.GetValue(AnnotationNames.TokenNames, ref names);
            Assert.AreSequenceEqual(Tokens, names.DenseValues().Select(name => name.ToString()));

            using var stream = new MemoryStream();
            ml.Model.Save(model, data.Schema, stream);
            stream.Position = 0;
            var fresh = new MLContext(seed: 2);
            _ = fresh.Masks;
            var loaded = fresh.Model.Load(stream, out _);
            var again = Answers(ml, loaded.Transform(data));
            for (var row = 0; row < answers.Count; row++)
            {
                Assert.AreSequenceEqual(answers[row].PredictedTokens, again[row].PredictedTokens);
                Assert.AreSequenceEqual(answers[row].Score, again[row].Score);
                Assert.AreEqual(answers[row].Correct, again[row].Correct);
            }

            (loaded as IDisposable)?.Dispose();
        }
    }

    [TestMethod]
    public void PredictionEngine_OfAClassWithoutTokenNames_AnswersAsInABatch()
    {
        var ml = new MLContext(seed: 1);
        var data = Data(ml, Tokens);
        using var model = Pipeline(ml, new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 4 }).Fit(data);
        using var engine = ml.Model.CreatePredictionEngine<Row, Answer>(model);

        var batch = Answers(ml, model.Transform(data));

        for (var row = 0; row < batch.Count; row++)
        {
            Assert.AreSequenceEqual(batch[row].PredictedTokens, engine.Predict(Rows()[row]).PredictedTokens);
        }
    }

    [TestMethod]
    public void Transform_OfSequences_GivesAnswersAsText()
    {
        var ml = new MLContext(seed: 1);
        var data = Data(ml, Tokens);
        using var model = Pipeline(ml, new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 4 }).Fit(data);
        var scored = model.Transform(data);

        var texts = scored.GetColumn<string>("PredictedText").ToList();
        var masked = scored.GetColumn<string>("add.PredictedText").ToList();

        var answers = Answers(ml, scored);
        Assert.AreSequenceEqual(answers.Select(answer => string.Join(' ', answer.PredictedTokens.TakeWhile(token => token > 0).Select(token => Tokens[token]))), texts);
        Assert.HasCount(6, masked);
        Assert.AreSequenceEqual(
            ["Score", "PredictedTokens", "PredictedText", "Correct", "add.Score", "add.PredictedTokens", "add.PredictedText", "add.Correct"],
            scored.Schema.Skip(2).Select(column => column.Name));
    }

    [TestMethod]
    public void Fit_WithoutTokenNames_NamesColumnAndRemedy()
    {
        var ml = new MLContext(seed: 1);

        var error = Assert.Throws<ArgumentException>(() => Pipeline(ml, new EncoderDecoderLstmNetwork(4)).Fit(Data(ml, names: null)));

        StringAssert.Contains(error.Message, "Column 'Input' does not say what its tokens are called");
        StringAssert.Contains(error.Message, "TokenNames");
    }

    [TestMethod]
    public void Transform_OfOtherTokens_IsRefused()
    {
        var ml = new MLContext(seed: 1);
        using var model = Pipeline(ml, new EncoderDecoderLstmNetwork(4)).Fit(Data(ml, Tokens));

        var error = Assert.Throws<ArgumentException>(() => model.Transform(Data(ml, ["", "run", "walk"])));

        StringAssert.Contains(error.Message, "made of the tokens , run, walk; the network was trained on , walk, run");
    }

    private static EstimatorChain<ITransformer> Pipeline(MLContext ml, NetworkSpec network) => new EstimatorChain<ITransformer>()
        .Append((IEstimator<ITransformer>)ml.Masks.Pretrain(network, new() { Problem = new SequenceProblem(), StepCount = 5, BatchSize = 4, Threads = 1 }))
        .Append((IEstimator<ITransformer>)ml.Masks.Learn("add", new() { StepCount = 5, BatchSize = 4, SampleCount = 2, Threads = 1 }));

    private static List<Answer> Answers(MLContext ml, IDataView scored) => [.. ml.Data.CreateEnumerable<Answer>(scored, reuseRowObject: false)];

    private static IDataView Data(MLContext ml, string[]? names)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        foreach (var column in schema.Where(_ => names is not null))
        {
            column.AddAnnotation(
                AnnotationNames.TokenNames,
                new VBuffer<ReadOnlyMemory<char>>(names!.Length, [.. names.Select(name => name.AsMemory())]),
                new VectorDataViewType(TextDataViewType.Instance, names.Length));
        }

        return ml.Data.LoadFromEnumerable(Rows(), schema);
    }

    private static Row[] Rows() =>
    [
        .. new byte[][] { [1, 0, 0, 0], [2, 0, 0, 0], [1, 2, 0, 0], [2, 2, 1, 0], [1, 1, 2, 2], [2, 1, 0, 0] }.Select(tokens => new Row { Input = tokens, Target = tokens }),
    ];

    public sealed class Row
    {
        [VectorType(4)]
        public byte[] Input { get; set; } = [];

        [VectorType(4)]
        public byte[] Target { get; set; } = [];
    }

    public sealed class Answer
    {
        [VectorType(4)]
        public byte[] PredictedTokens { get; set; } = [];

        [VectorType(5)]
        public float[] Score { get; set; } = [];

        public bool Correct { get; set; }
    }
}
