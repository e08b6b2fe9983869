using MlNetMasks.Torch.Tests.Problems;

namespace MlNetMasks.Torch.Tests.Prediction;

[TestClass]
public sealed class NetworkPredictorTests
{
    private const int Features = 8;
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(1000, Features);

    [TestMethod]
    public void Predict_RowByRow_AnswersAsTheBatchDoes()
    {
        using var predictor = Predictor();
        using var batch = predictor.CreateScratch(100);
        using var single = predictor.CreateScratch(1);
        predictor.Predict(Table, [.. Enumerable.Range(300, 100)], slots: null, withTargets: true, batch);

        for (var row = 0; row < 100; row++)
        {
            predictor.Predict(Table, [300 + row], slots: null, withTargets: true, single);
            Assert.AreEqual(batch.Answers.Symbols[row], single.Answers.Symbols[0]);
            Assert.AreEqual(batch.Answers.IsCorrect[row], single.Answers.IsCorrect[0]);
            for (var score = 0; score < Problem.ScoreSize; score++)
            {
                Assert.AreEqual(batch.Answers.Scores[(row * Problem.ScoreSize) + score], single.Answers.Scores[score], 1e-5);
            }
        }
    }

    [TestMethod]
    public void Count_OfRowsThatFillNoBatch_CountsEachOnce()
    {
        using var predictor = Predictor();

        var counts = predictor.Count(Table, slots: null); // 1,000 = 3 * 256 + 232

        Assert.AreEqual(1000, counts.Count);
        var confusion = from t in Enumerable.Range(0, 5) from a in Enumerable.Range(0, 5) select (IsRight: t == a, Count: counts.Confused(t, a));
        Assert.AreEqual(1000, confusion.Sum(cell => cell.Count));
        Assert.AreEqual(counts.Correct, confusion.Where(cell => cell.IsRight).Sum(cell => cell.Count));
        Assert.AreEqual(counts.Correct / 1000.0, counts.Accuracy);
    }

    [TestMethod]
    public void Count_OfAnEmptyTable_IsMissing()
    {
        using var predictor = Predictor();
        var empty = new ExampleTable([new ExampleColumn<float>("Features", Features, []), new ExampleColumn<int>("Label", 1, [])]);

        Assert.AreEqual(double.NaN, predictor.Count(empty, slots: null).Accuracy);
    }

    [TestMethod]
    public void Predict_OfAddMulWithoutCandidates_NeedsNoConfusionColumns()
    {
        var problem = new DigitsProblem().Bind(AddMulRows.Sizes);
        using var predictor = new NetworkPredictor(problem, NetworkWeights.Initialize(new FeedForwardNetwork([8]), problem.Shape, 1));
        using var scratch = predictor.CreateScratch(3);
        var inputs = AddMulRows.Three();
        var table = new ExampleTable([inputs.Column<byte>("Left"), inputs.Column<byte>("Right"), inputs.Column<int>("Operation"), inputs.Column<byte>("Result")]);

        predictor.Predict(table, [0, 1, 2], slots: null, withTargets: true, scratch);

        Assert.AreEqual(3, predictor.Count(inputs, slots: null).Count);
    }

    [TestMethod]
    public void Predict_OnSeveralThreads_AnswersTheSame()
    {
        using var predictor = Predictor();
        var expected = Scores();

        var results = new float[4][];
        Parallel.For(0, results.Length, i => results[i] = Scores());

        foreach (var result in results)
        {
            CollectionAssert.AreEqual(expected, result);
        }

        float[] Scores()
        {
            using var scratch = predictor.CreateScratch();
            predictor.Predict(Table, [.. Enumerable.Range(0, 256)], slots: null, withTargets: false, scratch);
            return [.. scratch.Answers.Scores];
        }
    }

    [TestMethod]
    public void Predict_GivenWhatDoesNotFit_Refuses()
    {
        using var predictor = Predictor();
        using var scratch = predictor.CreateScratch(2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => predictor.Predict(Table, [0, 1, 2], slots: null, withTargets: true, scratch));
        Assert.ThrowsExactly<ArgumentException>(() => predictor.Predict(Table, [0], slots: [1], withTargets: true, scratch));
        Assert.ThrowsExactly<ArgumentException>(() => predictor.Count(Table, slots: []));
        Assert.ThrowsExactly<OperationCanceledException>(() => predictor.Count(Table, slots: null, cancelled.Token));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => predictor.CreateScratch(0));
        predictor.Predict(Table, [], slots: null, withTargets: true, scratch);
    }

    private static NetworkPredictor Predictor() => new(Problem, NetworkWeights.Initialize(new FeedForwardNetwork([16, 16]), Problem.Shape, 3));
}
