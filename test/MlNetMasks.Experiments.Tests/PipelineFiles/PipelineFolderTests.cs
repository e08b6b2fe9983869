using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class PipelineFolderTests
{
    public static IEnumerable<object[]> Files => Directory.GetFiles(RepositoryFolder.Pipelines, "*.yaml").Select(path => new object[] { Path.GetFileName(path) });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void PipelineFile_InTheFolder_IsValidAndNamedAfterItsExperiment(string name)
    {
        string path = Path.Combine(RepositoryFolder.Pipelines, name);
        PipelineFile file = PipelineFile.Load(path);

        Assert.AreEqual(Path.GetFileNameWithoutExtension(name), file.Experiment);
        Assert.AreEqual("# yaml-language-server: $schema=pipeline.schema.json", File.ReadLines(path).First());
        Assert.IsFalse(string.IsNullOrWhiteSpace(file.Description));
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void PipelineFile_InTinyForm_RunsFromDataToReport(string name)
    {
        using var folder = new TemporaryFolder();
        PipelineFile file = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, name));
        ExperimentPlan first = file.Resolve();

        // Every variant and scale has the same stages; the first stands for the others.
        RunOutcome outcome = ExperimentRunner.Run(
            file.Resolve(overrides: [.. TinyNetwork(first.Network.Kind), .. first.Pretrain is null ? (string[])[] : ["pretrain.steps=5"], .. first.Masks.Count > 0 ? ["masks.defaults.steps=5"] : (string[])[], .. FewRows(first)]), 1, new RunOptions { OutputRoot = folder.Path });

        Assert.IsTrue(File.Exists(Path.Combine(outcome.Directory, "report.html")));
        Assert.HasCount(file.Resolve().Gates.Count, outcome.Gates);
        Assert.IsTrue(outcome.Gates.All(gate => gate.MatchCount > 0), string.Join('\n', outcome.Gates.Select(gate => gate.Message)));
    }

    private static string[] TinyNetwork(string kind) => kind switch
    {
        "feed-forward" => ["network.hidden=[8, 8]"],
        "lstm" or "lstm-encoder-decoder" => ["network.hidden=8"],
        "transformer" => ["network.size=8", "network.heads=2", "network.feed_forward=8"],
        "cnn" => ["network.channels=[3, 3, 3, 3]"], // as many as there are shares of dropout
        "resnet" => ["network.depth=8", "network.width=2"],
        _ => throw new ArgumentException($"Network kind '{kind}' has no tiny form; say here what it is.", nameof(kind)),
    };

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void PipelineFile_InEveryVariantAndScale_FitsItsData(string name)
    {
        PipelineFile file = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, name));
        foreach (ExperimentPlan plan in file.Variants.SelectMany(variant => file.Scales.Select(scale => file.Resolve(variant, scale))))
        {
            ExperimentRunner.Check(file.Resolve(plan.Variant, plan.Scale, FewRows(plan)), seed: 1);
        }
    }

    /// <summary>A generated source has as many rows as it is asked for, a file as many as it has; where files would have to be fetched, synthetic pictures stand in.</summary>
    private static string[] FewRows(ExperimentPlan plan) => plan.Data.Source is "cifar10" or "scenes" ? ["data.source=scenes", "data.train_rows=200", "data.validation_rows=100"]
        : plan.Data.Source == "mnist" ? ["data.source=glyphs", "data.train_rows=300", "data.validation_rows=60"]
        : plan.Data.Settings.Has("train_rows") ? ["data.train_rows=2000", "data.validation_rows=500"]
        : plan.Data.Settings.Has("easy_rows") ? ["data.easy_rows=300", "data.medium_rows=300", "data.hard_rows=300", "data.test_rows=50"]
        : [];

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Flowers_AsCommitted_PassesItsGates(int seed)
    {
        using var folder = new TemporaryFolder();
        RunOutcome outcome = ExperimentRunner.Run(
            PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, "flowers-csv.yaml")).Resolve(), seed, new RunOptions { OutputRoot = folder.Path });

        Assert.IsTrue(outcome.IsPassed, string.Join('\n', outcome.Gates.Select(gate => gate.Message)));
    }

    [TestMethod]
    public void AddMulFeedForward_Paper_HasTheScheduleOfThePaper()
    {
        PipelineFile file = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, "addmul-feedforward.yaml"));

        Assert.AreSequenceEqual(["400,400,200", "800x4", "2000x4", "4000x4"], file.Variants);
        foreach (ExperimentPlan plan in file.Variants.Select(variant => file.Resolve(variant, "paper")))
        {
            Assert.AreEqual(20_000, plan.Pretrain!.StepCount);
            Assert.AreEqual(1e-3, plan.Pretrain!.LearningRate);
            foreach (MaskPlan mask in plan.Masks)
            {
                Assert.AreEqual(20_000, mask.StepCount);
                Assert.AreEqual(1e-2, mask.LearningRate);
                Assert.AreEqual(1e-4, mask.Beta);
                Assert.AreEqual(4, mask.SampleCount);
                Assert.AreEqual(128, mask.BatchSize);
                Assert.AreEqual(2, mask.InitialLogit);
            }
        }
    }

    [TestMethod]
    [DataRow("cifar10-cnn", 390_986)]
    [DataRow("cifar10-cnn-no-dropout", 390_986)]
    [DataRow("cifar10-resnet110", 1_730_714)]
    [DataRow("cifar10-stability", 390_986)]
    [DataRow("cifar10-gradients", 390_986)]
    public void Cifar10_Paper_HasTheScheduleOfThePaper(string name, long maskable)
    {
        ExperimentPlan plan = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, name + ".yaml")).Resolve(scale: "paper");
        bool isResidual = plan.Network.Kind == "resnet";

        Assert.AreEqual(maskable, MaskableNetwork.Build(plan.CreateNetwork(), new NetworkShape(3 * 32 * 32, 10) { Image = new ImageShape(3, 32, 32) }).MaskLayout.Count);
        Assert.AreEqual(isResidual ? null : 0.2, plan.Data.Settings.NumberOrNone("validation_share"));
        Assert.AreEqual(isResidual ? (64_000, 0.1, double.PositiveInfinity) : (20_000, 1e-3, 1), (plan.Pretrain!.StepCount, plan.Pretrain!.LearningRate, plan.Pretrain!.GradientClip));
        Assert.AreEqual(isResidual ? PretrainOptimizer.Sgd : PretrainOptimizer.Adam, plan.Pretrain!.Optimizer);
        Assert.AreEqual(isResidual ? new ImageAugmentation { CropPadding = 4, Flips = true } : null, plan.Pretrain!.Augmentation);
        foreach (MaskPlan mask in plan.Masks)
        {
            Assert.AreEqual(isResidual ? (30_000, 3e-2, 2e-5, 256) : (20_000, 1e-3, 3e-4, 128), (mask.StepCount, mask.LearningRate, mask.Beta, mask.BatchSize));
            Assert.AreEqual(mask.Name == "control" || name == "cifar10-gradients" ? OutputLayerMask.Learned : OutputLayerMask.Control, mask.OutputLayer);
        }

        Assert.HasCount(name switch { "cifar10-stability" => 21, "cifar10-gradients" => 2, _ => 11 }, plan.Masks);
    }

    [TestMethod]
    [DataRow("new-2", 2)]
    [DataRow("new-0", 0)]
    [DataRow("new-minus-1", -1)]
    public void PermutedMnist_Paper_HasTheScheduleOfThePaper(string variant, double newLogit)
    {
        ExperimentPlan plan = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, "permuted-mnist.yaml")).Resolve(variant, scale: "paper");

        Assert.AreEqual(1_320_714, MaskableNetwork.Build(plan.CreateNetwork(), new NetworkShape(28 * 28, 10) { Image = new ImageShape(1, 28, 28) }).MaskLayout.Count);
        Assert.AreEqual((1e-2, newLogit, false), (plan.Sequence!.Joint.WeightLearningRate, plan.Sequence.Joint.NewLogit, plan.Sequence.Joint.KeepsFirstLayer));
        Assert.HasCount(11, plan.Masks);
        foreach (MaskPlan mask in plan.Masks)
        {
            Assert.AreEqual((30_000, 1e-2, 1.28e-3, 128, 8, 2), (mask.StepCount, mask.LearningRate, mask.Beta, mask.BatchSize, mask.SampleCount, mask.InitialLogit));
        }
    }

    [TestMethod]
    public void Cifar10Resnet_Timing_IsTheRealNetworkForAFewSteps()
    {
        ExperimentPlan plan = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, "cifar10-resnet110.yaml")).Resolve(scale: "timing");

        Assert.AreEqual(110, plan.Network.Settings.Integer("depth"));
        Assert.AreEqual(200, plan.Pretrain!.StepCount);
        Assert.IsTrue(plan.Masks.All(mask => mask.StepCount == 10));
        Assert.IsEmpty(plan.Gates);
    }

    [TestMethod]
    public void Schema_CommittedFile_MatchesGenerated()
    {
        string path = Path.Combine(RepositoryFolder.Pipelines, "pipeline.schema.json");
        string schema = PipelineSchema.Generate();
        if (Environment.GetEnvironmentVariable("WRITE_PIPELINE_SCHEMA") == "1")
        {
            File.WriteAllText(path, schema);
        }

        Assert.AreEqual(schema, File.ReadAllText(path), "Run this test once with WRITE_PIPELINE_SCHEMA=1 and commit the file.");
    }

    [TestMethod]
    public void Schema_Generated_IsJsonThatNamesEveryTopLevelKey()
    {
        var properties = (JsonObject)JsonNode.Parse(PipelineSchema.Generate())!["properties"]!;

        Assert.AreSequenceEqual(
            ["experiment", "figure", "description", "question", "data", "network", "pretrain", "sequence", "copy_slot", "masks", "evaluate", "gates", "default_scale", "scales", "variants"],
            properties.Select(property => property.Key));
    }
}
