using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

[TestClass]
public sealed class JointStageTests
{
    [TestMethod]
    public void Stage_AnswersTheSameToTheLastBit_WhateverIsLearnedAfterIt()
    {
        var ml = new MLContext(seed: 4);
        using var alone = Joint.Fit(ml, functions: 1);
        using var all = Joint.Fit(new MLContext(seed: 4));
        var data = Toy.Data(ml);

        CollectionAssert.AreEqual(Joint.Scores(alone, data, "yes.Score"), Joint.Scores(all, data, "yes.Score"));
        CollectionAssert.AreNotEqual(Joint.Scores(all, data, "yes.Score"), Joint.Scores(all, data, "no.Score"));
    }

    [TestMethod]
    public void Model_OfSeveralFunctions_SolvesEachAndReportsThatEarlierOnesStay()
    {
        var ml = new MLContext(seed: 4);
        using var model = Joint.Fit(ml);
        var evaluation = ml.Masks.Evaluate(model, Toy.Data(ml), new() { Sets = Joint.Sets, Conditions = [Condition.Mask, Condition.Inverse, Condition.Random], RandomDraws = 2 });
        var analysis = ml.Masks.Analyze(model);

        ResultRecord[] retained = [.. evaluation.Records.Where(record => record.Metric == Metrics.RetainedAccuracy)];
        CollectionAssert.AreEqual(
            new[] { "yes after yes on yes", "yes after no on yes", "yes after small on yes", "no after no on no", "no after small on no", "small after small on small" },
            retained.Select(record => $"{record.Mask} after {record.Against} on {record.DataSet}").ToArray());
        foreach (var record in retained)
        {
            Assert.AreEqual(evaluation.Accuracy(record.Mask, Condition.Mask, record.DataSet), record.Value);
            Assert.IsGreaterThan(0.9, record.Value);
        }

        Assert.AreEqual(3, evaluation.Records.Count(record => record.Metric == Metrics.AnswersChanged));
        Assert.AreEqual(3, analysis.Records.Count(record => record.Metric == Metrics.WeightsChanged));
        Assert.IsTrue(evaluation.Records.Concat(analysis.Records).Where(record => record.Metric is Metrics.AnswersChanged or Metrics.WeightsChanged).All(record => record.Value == 0));

        ResultRecord[] reused = [.. analysis.Records.Where(record => record.Metric == Metrics.Reused)];
        CollectionAssert.AreEqual(new[] { "no", "small" }, reused.Select(record => record.Mask).Distinct().ToArray());
        CollectionAssert.AreEqual(
            new[] { "layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias", "" }, reused.Where(record => record.Mask == "no").Select(record => record.Layer).ToArray());
        Assert.IsFalse(analysis.Records.Any(record => record.Metric is Metrics.Shared or Metrics.IoU && record.Layer.StartsWith("layers.0.", StringComparison.Ordinal)), "each function has a first layer of its own");
        Assert.IsTrue(analysis.Records.Any(record => record is { Metric: Metrics.IoU, Layer: "layers.1.weight" }));
        Assert.IsTrue(analysis.Records.Any(record => record is { Metric: "chance-reused", Mask: "small", Layer: "", Value: > 0 and < 1 }));
    }

    [TestMethod]
    public void Evaluate_FindsWhatChanged_WhereALaterFunctionHasOtherWeights()
    {
        var ml = new MLContext(seed: 4);
        using var first = Joint.Fit(ml, functions: 1);
        using var other = Joint.Fit(new MLContext(seed: 5), functions: 2);
        var mixed = new TransformerChain<ITransformer>([.. Parts(first).Take(2), Foreign(ml, Parts(other)[2], Parts(first)[0])]);

        var evaluation = ml.Masks.Evaluate(mixed, Toy.Data(ml), new() { Sets = Joint.Sets, Conditions = [Condition.Mask] });

        Assert.IsGreaterThan(0, evaluation.Records.Single(record => record.Metric == Metrics.AnswersChanged).Value);
        Assert.IsGreaterThan(0, ml.Masks.Analyze(mixed).Records.Single(record => record.Metric == Metrics.WeightsChanged).Value);
    }

    [TestMethod]
    public void GradientCosine_OfAFunction_IsThatOfItsOwnWeights()
    {
        var ml = new MLContext(seed: 4);
        using var model = Joint.Fit(ml, functions: 2);
        var data = Toy.Data(ml);
        var network = ml.Masks.NetworkOf(model);
        var columns = ProblemColumns.Find(network.Problem, data.Schema, needTargets: true).As(network.ColumnSizes);
        var problem = network.Problem.Bind(columns.Sizes);
        var table = ExampleReader.Read(data, columns, problem, null, "The test", CancellationToken.None).Table;

        var cosines = ml.Masks.GradientCosine(model, data);

        foreach (var mask in Parts(model).OfType<MaskTransformer>())
        {
            var expected = MaskedGradients.Cosines(ml.Masks.WeightsOf(model, mask.Name), mask.Mask, problem, table, null, 0, CancellationToken.None);
            CollectionAssert.AreEqual(expected.ToArray(), Enumerable.Range(0, expected.Count).Select(count => cosines.Value(mask.Name, count)).ToArray());
        }
    }

    [TestMethod]
    public void Model_SavedAndLoaded_AnswersTheSame()
    {
        var ml = new MLContext(seed: 4);
        using var model = Joint.Fit(ml);
        var data = Toy.Data(ml);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var other = new MLContext(seed: 77);
        _ = other.Masks;

        var loaded = other.Model.Load(file, out _);

        foreach (var (name, _) in Joint.Functions)
        {
            CollectionAssert.AreEqual(Joint.Scores(model, data, $"{name}.Score"), Joint.Scores(loaded, data, $"{name}.Score"));
            CollectionAssert.AreEqual(ml.Masks.WeightsOf(model, name).Values(2).ToArray(), other.Masks.WeightsOf(loaded, name).Values(2).ToArray());
        }

        Assert.AreEqual(ml.Masks.Analyze(model).Masks, other.Masks.Analyze(loaded).Masks);
        Assert.AreEqual(Joint.Options.Joint, Parts(loaded).OfType<MaskTransformer>().Last().Options.Joint);
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => other.Masks.Learn("late", Toy.FewMaskSteps).Fit(loaded.Transform(data))), "a network that Initialise made and nobody has trained");
    }

    [TestMethod]
    public void Subnetwork_OfAFunction_IsItsOwnNetwork()
    {
        var ml = new MLContext(seed: 4);
        using var model = Joint.Fit(ml);
        var data = Toy.Data(ml);

        using var cut = ml.Masks.Subnetwork(model, "yes");
        using var file = new MemoryStream();
        ml.Model.Save(cut, data.Schema, file);
        file.Position = 0;
        var loaded = ml.Model.Load(file, out _);

        CollectionAssert.AreEqual(Joint.Scores(model, data, "yes.Score"), Joint.Scores(cut, data));
        CollectionAssert.AreEqual(Joint.Scores(model, data, "yes.Score"), Joint.Scores(loaded, data));
        using var learned = ml.Masks.Learn("part", Toy.FewMaskSteps).Fit(loaded.Transform(data)); // a network like any other
        Assert.AreEqual("part", learned.Name);
    }

    [TestMethod]
    public void Chain_InterruptedInASecondFunction_ContinuesToTheSameModel()
    {
        var folder = Directory.CreateTempSubdirectory("mlnetmasks-joint-").FullName;
        try
        {
            var data = Toy.Data(new MLContext());
            using var straight = Joint.Fit(new MLContext(seed: 4));
            using var source = new CancellationTokenSource();
            var stop = new StepCounter(progress =>
            {
                if (progress is { Stage: "no", Step: 77 })
                {
                    source.Cancel();
                }
            });
            ICheckpoint InFile(string name) => new CheckpointFile(Path.Combine(folder, name)) { Interval = Timeout.InfiniteTimeSpan };
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                Joint.Fit(new MLContext(seed: 4), options: Joint.Options with { Progress = stop, Cancellation = source.Token }, checkpoints: InFile));

            var rest = new StepCounter();
            using var continued = Joint.Fit(new MLContext(seed: 4), options: Joint.Options with { Progress = rest }, checkpoints: InFile);

            foreach (var (name, _) in Joint.Functions)
            {
                CollectionAssert.AreEqual(Joint.Scores(straight, data, $"{name}.Score"), Joint.Scores(continued, data, $"{name}.Score"));
            }

            Assert.AreEqual((1, 200 - 77 + 1), (rest.CountOf("yes"), rest.CountOf("no")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Chain_ThatCannotBe_IsRefusedWithTheRemedy()
    {
        var ml = new MLContext(seed: 4);
        var data = Toy.Data(ml);
        var steps = Joint.Options with { StepCount = 1 };
        void Refused(IEstimator<ITransformer> chain, string expected) => StringAssert.Contains(Toy.Message<ArgumentException>(() => chain.Fit(data)), expected);

        Refused(ml.Masks.Initialise(Joint.Network).Append(ml.Masks.Learn("red", Toy.FewMaskSteps)), "learn weights and mask together with mlContext.Masks.LearnJointly");
        Refused(ml.Masks.Pretrain(Joint.Network, Toy.FewSteps).Append(ml.Masks.LearnJointly("red", steps)), "the network upstream is trained already");
        Refused(ml.Masks.Initialise(Toy.Network).Append(ml.Masks.LearnJointly("red", steps)), "Parameter 'layers.0.bias' has no mask");
        Refused(ml.Masks.Initialise(Joint.Network).Append(ml.Masks.CopySlot(0, 1)), "nobody has trained");
        Refused(
            ml.Masks.Initialise(Joint.Network).Append(ml.Masks.LearnJointly("red", steps with { Rows = Toy.Color("red") }))
                .Append(ml.Masks.LearnJointly("blue", steps with { Rows = Toy.Color("blue"), Joint = new JointLearning { KeepsFirstLayer = true } })),
            "differ in Joint.KeepsFirstLayer");
        Refused(ml.Masks.Initialise(Joint.Network).Append(ml.Masks.LearnJointly("a", steps)).Append(ml.Masks.LearnJointly("b", steps)), "a silent repeat");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Learn("red", steps)), "use LearnJointly");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.LearnJointly("red", steps with { Role = MaskRole.Control })), "the role Control");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.LearnJointly("red", steps with { Reinitialise = true })), "Reinitialise");
    }

    [TestMethod]
    public void Expression_OverFunctionsWithWeightsOfTheirOwn_IsRefused()
    {
        var ml = new MLContext(seed: 4);
        using var model = Joint.Fit(ml, functions: 2, Joint.Options with { StepCount = 1 });
        var either = new NamedExpression("either", MaskExpression.Parse("yes OR no"));

        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Evaluate(model, Toy.Data(ml), new() { Expressions = [either] })), "learned together with weights of its own");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Subnetwork(model, either.Expression)), "learned together with weights of its own");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.WeightsOf(model, "maybe")), "The model has no mask 'maybe'; its masks are yes, no");
    }

    private static IReadOnlyList<ITransformer> Parts(ITransformer model) => model is IEnumerable<ITransformer> chain ? [.. chain.SelectMany(Parts)] : [model];

    /// <summary>A function of another model, as if it had been learned behind this model's network.</summary>
    private static MaskTransformer Foreign(MLContext ml, ITransformer stage, ITransformer network)
    {
        var mask = (MaskTransformer)stage;
        return new MaskTransformer(
            ml.Masks.Environment, new LearnedMask(mask.Mask, mask.Histogram, mask.Curve), mask.Options, mask.Function, ((PretrainedTransformer)network).Network.Fingerprint, freshKey: null)
        {
            OwnWeights = mask.OwnWeights,
        };
    }
}
