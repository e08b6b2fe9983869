using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>The keys of conditions, replicates, re-initialised masks, expressions and the copied slot.</summary>
[TestClass]
public sealed class ConditionKeyTests
{
    private const string Mul = "{ name: mul, rows: { column: Operation, equals: mul }, steps: 300 }";

    private static readonly string s_full = SamplePipeline.Text
        .Replace("masks:\n", "copy_slot: { from: 1, to: 0 }\nmasks:\n", StringComparison.Ordinal)
        .Replace(Mul, "{ name: mul, rows: { column: Operation, equals: mul }, steps: 300, replicates: 3 }\n"
            + "    - { name: fresh, rows: { column: Operation, equals: mul }, reinitialised: true }\n"
            + "  expressions:\n    - { name: only-add, expression: add AND NOT (mul OR mul-3) }", StringComparison.Ordinal)
        .Replace("evaluate:\n", "evaluate:\n  conditions: [unmasked, mask, inverse, inverse-io-control, inverse-io-ones, half-early, half-late, random, reinitialised]\n  random_draws: 7\n", StringComparison.Ordinal);

    [TestMethod]
    public void Resolve_AllKeys_ReachThePlan()
    {
        ExperimentPlan plan = SamplePipeline.Load(s_full).Resolve();

        Assert.AreSequenceEqual(["control", "add", "mul", "mul-2", "mul-3", "fresh"], plan.Masks.Select(mask => mask.Name));
        Assert.AreSequenceEqual(["control", "add", "mul", "mul", "mul", "fresh"], plan.Masks.Select(mask => mask.Function));
        Assert.AreSequenceEqual([0, 0, 0, 1, 2, 0], plan.Masks.Select(mask => mask.Replicate));
        Assert.IsTrue(plan.Masks.Skip(2).Take(3).All(mask => mask.StepCount == 300 && !mask.Reinitialised));
        Assert.IsTrue(plan.Masks[5].Reinitialised);
        Assert.AreEqual("add AND NOT (mul OR mul-3)", plan.Expressions.Single().Expression.ToString());
        Assert.AreEqual((1, 0), (plan.CopySlot!.From, plan.CopySlot.To));
        Assert.HasCount(9, plan.Evaluation.Conditions);
        Assert.AreEqual(7, plan.Evaluation.RandomDraws);
        Assert.AreEqual(5, SamplePipeline.Load().Resolve().Evaluation.RandomDraws);
    }

    [TestMethod]
    public void ToYaml_AllKeys_ReadsBackAsTheSamePlan()
    {
        ExperimentPlan plan = SamplePipeline.Load(s_full).Resolve();
        ExperimentPlan again = SamplePipeline.Load(plan.ToYaml()).Resolve();

        Assert.AreEqual(plan.ToYaml(), again.ToYaml());
        Assert.AreEqual(plan.Hash, again.Hash);
        Assert.HasCount(6, again.Masks);
    }

    [TestMethod]
    [DataRow("copy_slot={ from: 0, to: 1 }")]
    [DataRow("masks.functions.mul.replicates=2")]
    [DataRow("masks.functions.mul.reinitialised=true")]
    [DataRow("masks.expressions=[{ name: x, expression: add OR mul }]")]
    public void Hash_EachKey_ChangesIt(string text)
    {
        PipelineFile file = SamplePipeline.Load();
        Assert.AreNotEqual(file.Resolve().Hash, file.Resolve(overrides: [text]).Hash);
    }

    [TestMethod]
    public void Resolve_ExpressionByName_CanBeOverridden() => Assert.AreEqual(
        "add OR mul", SamplePipeline.Load(s_full).Resolve(overrides: ["masks.expressions.only-add.expression=add OR mul"]).Expressions[0].Expression.ToString());

    [TestMethod]
    [DataRow("add AND NOT (mul OR mul-3)", "add AND NOT (mul OR mul-4)", "line 19, column 37: expression 'only-add': The expression 'add AND NOT (mul OR mul-4)' names a mask 'mul-4' (position 21) that there is not; did you mean 'mul-2'?")]
    [DataRow("add AND NOT (mul OR mul-3)", "add AND NOT (mul", "line 19, column 37: The expression 'add AND NOT (mul', position 17: expected AND, OR, XOR or ')'")]
    [DataRow("add AND NOT (mul OR mul-3)", "add AND fresh", "names mask 'fresh', which is learned on re-initialised weights")]
    [DataRow("name: only-add", "name: mul-2", "two masks and expressions have the name 'mul-2'")]
    [DataRow("name: only-add", "name: evaluate", "other than pretrain, evaluate, analyze")]
    [DataRow("{ from: 1, to: 0 }", "{ from: 1, to: 1 }", "copy_slot copies slot 1 over itself")]
    [DataRow("{ from: 1, to: 0 }", "{ from: 1 }", "'copy_slot' lacks the required key 'to'")]
    [DataRow("role: control }", "role: control, replicates: 2 }", "'control' is the control, which the other masks are compared with")]
    [DataRow("role: control }", "role: control, reinitialised: true }", "'control' is the control, which the other masks are compared with")]
    [DataRow("name: control, role: control }", "name: control }", "condition 'half-early' needs a control mask, but no mask has role: control")]
    [DataRow("reinitialised: true", "replicate: 5", "condition 'reinitialised' needs a mask with reinitialised: true")]
    [DataRow("half-late, random,", "half-late,", "random_draws is given, but evaluate.conditions leaves 'random' out")]
    [DataRow("replicates: 3", "replicates: 0", "expected a whole number from 1 to 1000")]
    [DataRow("condition: mask, set", "condition: half-early, set", "asks for mask 'add' under condition 'half-early', which is never evaluated for a mask of its kind (a function)")]
    [DataRow("reinitialised: true", "reinitialised: true, replicate: 0 }\n    - { name: mul-3, slots: [0]", "have the name 'mul-3'")]
    public void Load_Fault_IsNamedWithItsLine(string old, string replacement, string message)
    {
        Assert.Contains(old, s_full);
        var errors = SamplePipeline.Errors(s_full.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    [TestMethod]
    [DataRow("{ metric: stability, mask: mul, at_least: 0.1 }")]
    [DataRow("{ metric: chance-stability, mask: mul, at_least: 0 }")]
    [DataRow("{ metric: selection, mask: mul, unit: '*', at_least: 0 }")]
    [DataRow("{ metric: beta, mask: add, equals: 1e-4 }")]
    [DataRow("{ metric: accuracy-high, mask: only-add, condition: random, at_most: 1 }")]
    [DataRow("{ metric: accuracy, mask: fresh, condition: reinitialised, at_most: 1 }")]
    public void Load_GateOnANewMetric_IsAccepted(string gate) => Assert.HasCount(1, SamplePipeline.Load(s_full).Resolve(overrides: [$"gates=[{gate}]"]).Gates);

    [TestMethod]
    public void Default_Vocabulary_KnowsEveryCondition() =>
        Assert.AreSequenceEqual(Enum.GetValues<Condition>().Where(condition => condition != Condition.None), PipelineVocabulary.Default.Conditions);
}
