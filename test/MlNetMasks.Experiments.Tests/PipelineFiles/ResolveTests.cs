using System.Text.Json.Nodes;
using CsCheck;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class ResolveTests
{
    private const string Layered = SamplePipeline.Text + """
        default_scale: quick
        scales:
          quick: { pretrain: { steps: 40 }, masks: { functions: { add: { beta: 1e-5 } } } }
          paper:
        variants:
          small:
          large:
            network: { hidden: [900] }
            pretrain: { steps: 77 }
            scales:
              quick: { pretrain: { steps: 7 } }

        """;

    [TestMethod]
    public void Resolve_Sample_IsTypedAndComplete()
    {
        ExperimentPlan plan = SamplePipeline.Load().Resolve();

        Assert.AreEqual("sample", plan.Experiment);
        Assert.AreEqual("default", plan.Variant);
        Assert.AreEqual("default", plan.Scale);
        Assert.AreEqual("addmul", plan.Data.Source);
        Assert.AreEqual(2, plan.Data.Settings.Integer("digits"));
        Assert.AreEqual(200_000, plan.Data.Settings.Integer("train_rows"));
        Assert.AreSequenceEqual([60, 60], plan.Network.Settings.Integers("hidden"));
        Assert.AreEqual(1e-3, plan.Pretrain!.LearningRate);
        Assert.AreEqual(1, plan.Pretrain!.GradientClip);
        Assert.AreSequenceEqual(["control", "add", "mul"], plan.Masks.Select(mask => mask.Name));
        Assert.AreSequenceEqual([250, 250, 300], plan.Masks.Select(mask => mask.StepCount));
        Assert.AreSequenceEqual([MaskRole.Control, MaskRole.Function, MaskRole.Function], plan.Masks.Select(mask => mask.Role));
        Assert.AreEqual(5e-2, plan.Masks[2].LearningRate);
        Assert.AreEqual(1e-4, plan.Masks[2].Beta);
        Assert.IsNull(plan.Masks[0].Rows);
        Assert.AreEqual("Operation in [mul]", plan.Masks[2].Rows!.ToString());
        Assert.AreEqual(15, plan.Masks[2].Rows!.Place.Line);
        Assert.AreSequenceEqual([Condition.Unmasked, Condition.Mask, Condition.Inverse], plan.Evaluation.Conditions);
        Assert.AreEqual("accuracy [mask=add, condition=mask, set=add] >= 0.9", plan.Gates[0].ToString());
    }

    [TestMethod]
    public void VariantsAt_AScaleThatListsSome_AreThoseAndOtherwiseAll()
    {
        PipelineFile file = SamplePipeline.Load(Layered.Replace("quick: { pretrain: { steps: 40 },", "quick: { variants: [large], pretrain: { steps: 40 },", StringComparison.Ordinal));

        Assert.AreSequenceEqual(["large"], file.VariantsAt());
        Assert.AreSequenceEqual(["small", "large"], file.VariantsAt("paper"));
        Assert.AreEqual("large", file.Resolve().Variant);
        Assert.AreEqual(40, file.Resolve("small").Pretrain!.StepCount, "A variant that is not listed can still be asked for.");
    }

    [TestMethod]
    public void Load_OfAScaleThatListsAnUnknownVariant_NamesTheNearestOne()
    {
        string error = SamplePipeline.Single(SamplePipeline.Errors(Layered.Replace("  paper:\n", "  paper: { variants: [lrge] }\n", StringComparison.Ordinal)));

        Assert.Contains("there is no variant 'lrge'; did you mean 'large'?", error);
    }

    [TestMethod]
    public void Resolve_Question_IsForTheReportAndChangesNoHash()
    {
        ExperimentPlan plain = SamplePipeline.Load().Resolve(overrides: ["masks.defaults.steps=7"]);
        ExperimentPlan asking = SamplePipeline.Load("question: reuse\n" + SamplePipeline.Text).Resolve(overrides: ["masks.defaults.steps=7"]);

        Assert.AreEqual(("specialize", "reuse"), (plain.Question, asking.Question));
        Assert.AreEqual(plain.Hash, asking.Hash);
        Assert.Contains("question: reuse", asking.ToYaml());
        Assert.AreEqual("file.yaml", plain.FileName);
        Assert.AreSequenceEqual(["masks.defaults.steps=7"], plain.Overrides);
        Assert.Contains("one of specialize, reuse, generalize", SamplePipeline.Single(SamplePipeline.Errors("question: why\n" + SamplePipeline.Text)));
    }

    [TestMethod]
    public void Resolve_Precision_ComesFromTheDefaultsOrTheMaskAndIsSinglePrecisionOtherwise()
    {
        PipelineFile file = SamplePipeline.Load();

        ExperimentPlan plain = file.Resolve();
        ExperimentPlan chosen = file.Resolve(overrides: ["masks.defaults.precision=auto", "masks.functions.mul.precision=bfloat16"]);

        Assert.IsTrue(plain.Masks.All(mask => mask.Precision == Precision.Float32));
        Assert.AreSequenceEqual([Precision.Auto, Precision.Auto, Precision.BFloat16], chosen.Masks.Select(mask => mask.Precision));
        Assert.AreNotEqual(plain.Hash, chosen.Hash);
        Assert.DoesNotContain("precision", plain.ToYaml(), "A file that does not name it keeps the hash it had before there was a choice.");
        Assert.Contains("one of float32, bfloat16, auto", SamplePipeline.SingleError("learning_rate: 5e-2 }", "learning_rate: 5e-2, precision: fp16 }"));
    }

    [TestMethod]
    public void Resolve_ClippingNone_IsInfinite()
    {
        ExperimentPlan plan = SamplePipeline.Load().Resolve(overrides: ["pretrain.gradient_clip=none", "masks.functions.mul.gradient_clip=none"]);

        Assert.AreEqual(double.PositiveInfinity, plan.Pretrain!.GradientClip);
        Assert.AreEqual(1, plan.Masks[1].GradientClip);
        Assert.AreEqual(double.PositiveInfinity, plan.Masks[2].GradientClip);
    }

    [TestMethod]
    [DataRow("small", null, 40)]
    [DataRow("small", "paper", 400)]
    [DataRow("large", "quick", 7)]
    [DataRow("large", "paper", 77)]
    public void Resolve_Layers_LaterOnesWin(string variant, string? scale, int steps)
    {
        PipelineFile file = SamplePipeline.Load(Layered);
        ExperimentPlan plan = file.Resolve(variant, scale);

        Assert.AreEqual(steps, plan.Pretrain!.StepCount);
        Assert.AreEqual(variant == "large" ? 1 : 2, plan.Network.Settings.Integers("hidden").Count);
        Assert.AreEqual(scale == "paper" ? 1e-4 : 1e-5, plan.Masks[1].Beta);
        Assert.AreEqual(1e-4, plan.Masks[2].Beta);
        Assert.AreEqual(9, file.Resolve(variant, scale, ["pretrain.steps=9"]).Pretrain!.StepCount);
    }

    [TestMethod]
    public void Load_VariantsAndScales_KeepTheirOrder()
    {
        PipelineFile file = SamplePipeline.Load(Layered);

        Assert.AreSequenceEqual(["small", "large"], file.Variants);
        Assert.AreSequenceEqual(["quick", "paper"], file.Scales);
        Assert.AreEqual("quick", file.DefaultScale);
    }

    [TestMethod]
    [DataRow("steps: 77", "steps: x", "line 30, column 24: expected a whole number")]
    [DataRow("pretrain: { steps: 7 }", "pretrian: { steps: 7 }", "unknown key 'pretrian'; did you mean 'pretrain'?")]
    [DataRow("  paper:", "  ../paper:", "cannot be a name in 'scales'")]
    [DataRow("  paper:", "  Quick:", "differ only in case")]
    [DataRow("functions: { add:", "functions: { ad:", "there is no item 'ad' in the list; did you mean 'add'? Known names here: control, add, mul.")]
    [DataRow("default_scale: quick", "default_scale: quik", "there is no scale 'quik'; did you mean 'quick'?")]
    [DataRow("      quick: {", "      fast: {", "unknown key 'fast'. Known keys here: quick, paper.")]
    [DataRow("scales:\n  quick", "scales: 3\nx:\n  quick", "expected a mapping from names to changes, found '3'")]
    public void Load_FaultInALayer_IsFoundWithoutResolving(string old, string replacement, string message)
    {
        Assert.Contains(old, Layered);
        var errors = SamplePipeline.Errors(Layered.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    [TestMethod]
    [DataRow("masks.defaults.steps=1e3", 1000)]
    [DataRow("masks.functions.add.steps=11", 11)]
    [DataRow("masks.functions.1.steps=12", 12)]
    [DataRow("masks.functions.add={name: add, rows: {column: Operation, equals: add}, steps: 13}", 13)]
    [DataRow("masks={functions: [{name: x, slots: [1]}, {name: add, steps: 14}], defaults: {}}", 14)]
    public void Resolve_Override_ReachesByNameIndexAndValue(string text, int steps) =>
        Assert.AreEqual(steps, SamplePipeline.Load().Resolve(overrides: [text]).Masks[1].StepCount);

    [TestMethod]
    [DataRow("masks.defaults.step=1", "--set masks.defaults.step=1: unknown key 'step'; did you mean 'steps'?")]
    [DataRow("mask.defaults.steps=1", "unknown key 'mask'; did you mean 'masks'?")]
    [DataRow("masks.functions.sub.steps=1", "there is no item 'sub' in the list")]
    [DataRow("masks.functions.3.steps=1", "there is no item '3' in the list")]
    [DataRow("network.hidden.5=1", "items are numbered from 0 to 1.")]
    [DataRow("pretrain.steps=a lot", "--set pretrain.steps=a lot: expected a whole number from 1 to 100000000, found 'a lot'.")]
    [DataRow("pretrain.steps=", "found nothing")]
    [DataRow("pretrain.steps.more=1", "found a mapping")]
    [DataRow("pretrain.steps", "an override has the form path=value")]
    [DataRow("=1", "an override has the form path=value")]
    [DataRow("pretrain..steps=1", "the path has an empty part")]
    [DataRow("pretrain.steps=[1", "not valid YAML")]
    [DataRow("variants.large.x=1", "'variants' cannot be overridden; choose with --variant")]
    public void Resolve_WrongOverride_NamesTheOverride(string text, string message)
    {
        PipelineFileException exception = Assert.ThrowsExactly<PipelineFileException>(() => SamplePipeline.Load().Resolve(overrides: [text]));

        Assert.Contains(message, exception.Message);
        Assert.Contains("--set ", exception.Message);
    }

    [TestMethod]
    public void Resolve_UnknownVariantOrScale_NamesTheNearest()
    {
        PipelineFile file = SamplePipeline.Load(Layered);

        Assert.Contains("there is no variant 'larg'; did you mean 'large'?", Assert.ThrowsExactly<PipelineFileException>(() => file.Resolve("larg")).Message);
        Assert.Contains("The file has quick, paper.", Assert.ThrowsExactly<PipelineFileException>(() => file.Resolve(scale: "huge")).Message);
    }

    [TestMethod]
    public void Resolve_OverrideOfALeadingKey_ReplacesTheSection()
    {
        ExperimentPlan plan = SamplePipeline.Load().Resolve(overrides: ["masks.functions.mul.rows={column: Operation, not_equals: add}", "data={source: addmul}"]);

        Assert.AreEqual("Operation not in [add]", plan.Masks[2].Rows!.ToString());
    }

    [TestMethod]
    public void ToYaml_ReadBack_GivesTheSamePlan()
    {
        foreach (string text in new[] { SamplePipeline.Text, Layered })
        {
            PipelineFile file = SamplePipeline.Load(text);
            foreach (string variant in file.Variants)
            {
                foreach (string scale in file.Scales)
                {
                    ExperimentPlan plan = file.Resolve(variant, scale);
                    ExperimentPlan again = SamplePipeline.Load(plan.ToYaml()).Resolve(variant, scale);

                    Assert.AreEqual(plan.ToYaml(), again.ToYaml());
                    Assert.AreEqual(plan.Hash, again.Hash);
                }
            }
        }
    }

    [TestMethod]
    public void Hash_LayoutAndProse_DoNotMatterValuesDo()
    {
        string hash = SamplePipeline.Load().Resolve().Hash;

        Assert.AreEqual(hash, SamplePipeline.Load("# note\ndescription: other\n" + SamplePipeline.Text.Replace("5e-2", "0.05", StringComparison.Ordinal)).Resolve().Hash);
        Assert.AreNotEqual(hash, SamplePipeline.Load().Resolve(overrides: ["masks.functions.add.steps=251"]).Hash);
        Assert.MatchesRegex("^[0-9a-f]{64}$", hash);
    }

    [TestMethod]
    public void ToYaml_AnyText_SurvivesTheRoundTrip() =>
        Gen.String[1, 40].Where(text => !text.Any(char.IsSurrogate)).Sample(
            description =>
            {
                string quoted = JsonValue.Create(description)!.ToJsonString();
                ExperimentPlan plan = SamplePipeline.Load($"description: {quoted}\n{SamplePipeline.Text}").Resolve();
                return plan.Description == description && SamplePipeline.Load(plan.ToYaml()).Resolve().Description == description;
            },
            iter: 300);

    [TestMethod]
    public void Load_Anchors_AreShared()
    {
        ExperimentPlan plan = SamplePipeline.Load(SamplePipeline.Text
            .Replace("rows: { column: Operation, equals: add } }\n    - { name: mul", "rows: &add { column: Operation, equals: add } }\n    - { name: mul", StringComparison.Ordinal)
            .Replace("- { name: add, rows: { column: Operation, equals: add } }", "- { name: add, rows: *add }", StringComparison.Ordinal)).Resolve();

        Assert.AreEqual("Operation in [add]", plan.Evaluation.Sets[0].Rows!.ToString());
    }

    [TestMethod]
    public void Load_WithoutMasksAndEvaluate_HasDefaults()
    {
        ExperimentPlan plan = SamplePipeline.Load("""
            experiment: plain
            data: { source: csv, path: ../a.csv, label: y, features: [x] }
            network: { kind: feed-forward, hidden: [] }
            pretrain: { steps: 1 }
            """).Resolve();

        Assert.IsEmpty(plan.Masks);
        Assert.AreEqual("all", plan.Evaluation.Sets[0].Name);
        Assert.AreEqual(",", plan.Data.Settings.Text("separator"));
        Assert.IsTrue(plan.Data.Settings.Flag("header"));
        Assert.AreEqual(Path.GetFullPath("../a.csv"), plan.ResolvePath("../a.csv"));
    }

    [TestMethod]
    public void Load_OwnSourceAndNetwork_AreReadLikeBuiltInOnes()
    {
        PipelineFile file = PipelineFile.Parse("own.yaml", ParityVocabulary.File, ParityVocabulary.Create());

        Assert.AreEqual(3, file.Resolve().Data.Settings.Integer("bits"));
        Assert.Contains("\"parity\"", PipelineSchema.Generate(ParityVocabulary.Create()));
    }
}
