using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles;

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
    public void AddMulFeedForward_Paper_HasTheScheduleOfThePaper()
    {
        PipelineFile file = PipelineFile.Load(Path.Combine(RepositoryFolder.Pipelines, "addmul-feedforward.yaml"));

        Assert.AreSequenceEqual(["400,400,200", "800x4", "2000x4", "4000x4"], file.Variants);
        foreach (ExperimentPlan plan in file.Variants.Select(variant => file.Resolve(variant, "paper")))
        {
            Assert.AreEqual(20_000, plan.Pretrain.StepCount);
            Assert.AreEqual(1e-3, plan.Pretrain.LearningRate);
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
            ["experiment", "figure", "description", "data", "network", "pretrain", "masks", "evaluate", "gates", "default_scale", "scales", "variants"],
            properties.Select(property => property.Key));
    }
}
