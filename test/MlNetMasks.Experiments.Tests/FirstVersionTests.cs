using Microsoft.ML;
using MlNetMasks.Analysis;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests;

/// <summary>
/// What the first version wrote must load in all later versions. The files in <c>test/fixtures/v1</c> were made once, with
/// <c>mlnetmasks run test/fixtures/v1/fixture.yaml --threads 1 --out OUT</c>; then <c>OUT/fixture/default/seed-1</c> was copied to
/// <c>test/fixtures/v1/seed-1</c>, without <c>figures/*.png</c> because of their size. They are never made again: when a test here fails, the
/// program has lost the ability to read old files.
/// </summary>
[TestClass]
public sealed class FirstVersionTests
{
    private static readonly (string Mask, Condition Condition, double Add, double Mul)[] s_accuracies =
    [
        ("", Condition.Unmasked, 1.0, 1.0),
        ("control", Condition.Mask, 1.0, 1.0),
        ("control", Condition.Inverse, 0.0933, 0.0796),
        ("add", Condition.Mask, 1.0, 0.0817),
        ("add", Condition.Inverse, 0.1161, 0.131),
        ("mul", Condition.Mask, 0.0565, 1.0),
        ("mul", Condition.Inverse, 0.0645, 0.2278),
    ];

    private static string Run => Path.Combine(RepositoryFolder.Fixtures, "v1", "seed-1");

    [TestMethod]
    public void ModelFile_OfTheFirstVersion_LoadsWithItsStages()
    {
        var ml = new MLContext(seed: 1);
        var model = ModelFile.Load(ml, Path.Combine(Run, "model.zip"), out var schema);
        using (model as IDisposable)
        {
            Assert.IsNotNull(schema);
            var analysis = ml.Masks.Analyze(model);
            Assert.AreSequenceEqual(["control", "add", "mul"], analysis.Masks.Select(entry => entry.Mask.Name));
            Assert.AreEqual("control", analysis.Masks.Control?.Mask.Name);
            Assert.AreEqual(new FeedForwardNetwork([48, 48]), ml.Masks.NetworkOf(model).Weights.Spec);
        }
    }

    [TestMethod]
    public void Evaluate_ModelOfTheFirstVersion_GivesTheAccuraciesOfItsTime()
    {
        var plan = PipelineFile.Load(Path.Combine(RepositoryFolder.Fixtures, "v1", "fixture.yaml")).Resolve();

        var evaluation = ExperimentRunner.Evaluate(Path.Combine(Run, "model.zip"), plan, seed: 1, CancellationToken.None);

        // One row of 1,000 may tip over where another processor adds in another order.
        foreach (var (mask, condition, add, mul) in s_accuracies)
        {
            Assert.AreEqual(add, evaluation.Accuracy(mask, condition, "add"), 0.005, $"{mask} {condition}");
            Assert.AreEqual(mul, evaluation.Accuracy(mask, condition, "mul"), 0.005, $"{mask} {condition}");
        }
    }

    [TestMethod]
    public void MaskFile_OfTheFirstVersion_HoldsTheMasksOfTheModel()
    {
        var masks = MaskFile.Read(Path.Combine(Run, "masks.safetensors"));
        var ml = new MLContext(seed: 1);
        var model = ModelFile.Load(ml, Path.Combine(Run, "model.zip"), out _);
        using (model as IDisposable)
        {
            foreach (var (stored, learned) in masks.Zip(ml.Masks.Analyze(model).Masks))
            {
                Assert.AreEqual(learned, stored);
            }
        }

        Assert.AreSequenceEqual([MaskRole.Control, MaskRole.Function, MaskRole.Function], masks.Select(entry => entry.Role));
    }

    [TestMethod]
    public void NetworkFile_OfTheFirstVersion_HoldsTheWeightsOfTheNetwork()
    {
        using var weights = NetworkWeights.Read(
            new FeedForwardNetwork([48, 48]), new NetworkShape(22, 10), SafetensorsFile.Read(Path.Combine(Run, "network.safetensors")));

        Assert.AreEqual((22 * 48) + (48 * 48) + (48 * 10), weights.MaskLayout.Count);
    }

    [TestMethod]
    public void RunFolder_OfTheFirstVersion_LoadsAndIsReported()
    {
        using var folder = new TemporaryFolder();
        var results = RunResults.Load(Path.Combine(RepositoryFolder.Fixtures, "v1"));
        var run = results.Runs.Single();

        Assert.IsEmpty(results.Skipped);
        Assert.AreEqual(("fixture", "default", 1, 1), (run.Info.Experiment, run.Info.Variant, run.Info.Seed, run.Info.FormatVersion));
        Assert.IsTrue(run.Info.Gates.Single().Passed);
        Assert.AreSequenceEqual(ResultFile.Read(Path.Combine(Run, "metrics.csv")), run.Records);
        foreach (var (mask, condition, add, mul) in s_accuracies)
        {
            Assert.AreEqual(add, Accuracy("add"), 1e-4);
            Assert.AreEqual(mul, Accuracy("mul"), 1e-4);

            double Accuracy(string set) => run.Records.Single(record =>
                record is { Stage: Stages.Evaluate, Metric: Metrics.Accuracy } && record.Mask == mask && record.Condition == condition && record.DataSet == set).Value;
        }

        Assert.AreEqual(Path.Combine(folder.Path, "report.html"), RunReport.Write(results, folder.Path));
    }

    [TestMethod]
    public void Configuration_OfTheFirstVersion_IsStillAPipelineFileOfTheSameHash()
    {
        var info = RunInfoFile.Read(Path.Combine(Run, "run.json"));

        Assert.AreEqual(info.ConfigurationHash, PipelineFile.Parse("run.json", info.Configuration).Resolve().Hash);
    }
}
