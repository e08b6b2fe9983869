namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class PlanCheckTests
{
    [TestMethod]
    [DataRow("name: mul, rows: { column: Operation, equals: mul }, steps", "name: add, rows: { column: Operation, equals: mul }, steps", "line 15, column 7: two masks have the name 'add'")]
    [DataRow("name: mul, rows: { column: Operation, equals: mul }, steps", "name: Add, rows: { column: Operation, equals: mul }, steps", "differ only in case")]
    [DataRow("name: mul, rows: { column: Operation, equals: mul }, steps", "name: mul, rows: { column: Operation, in: [add, add] }, steps", "mask 'mul' has the same rows, slots and replicate index as mask 'add'")]
    [DataRow("name: mul, rows: { column: Operation, equals: mul }, steps", "name: mul, steps", "mask 'mul' has the same rows, slots and replicate index as mask 'control'")]
    [DataRow("name: mul, rows: { column: Operation, equals: mul }, steps", "name: mul, role: control, slots: [0], steps", "'mul' is a second control")]
    [DataRow("equals: mul }, steps: 300", "equals: mull }, steps: 300", "the column 'Operation' has no value 'mull'; did you mean 'mul'?")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ column: Operatoin, equals: mul }, steps", "no column 'Operatoin' to choose rows by; did you mean 'Operation'?")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ column: Operation }, steps", "'rows' needs exactly one of")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ equals: mul }, steps", "'rows' needs column")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ member_of: Operation, equals: mul }, steps", "'rows' with member_of takes no other key")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ member_of: Operatio }, steps", "no column 'Operatio'")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ member_of: [a] }, steps", "member_of")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ column: Operation, equals: mul, not_equals: add }, steps", "found equals, not_equals.")]
    [DataRow("{ column: Operation, equals: mul }, steps", "{ column: Operation, at_least: 2, at_most: 1 }, steps", "at_least is larger than at_most")]
    [DataRow("steps: 300", "batch_size: 30", "batch_size 30 is not a multiple of samples 4, but each sample gets an equal share of the batch; use 28.")]
    [DataRow("mask: add, condition", "mask: ad, condition", "the gate asks for mask 'ad', which the file does not have; did you mean 'add'? Known: control, add, mul.")]
    [DataRow("set: add, at", "set: all, at", "the gate asks for set 'all'")]
    [DataRow("condition: mask", "condition: unmasked", "no mask is bound")]
    [DataRow("evaluate:\n", "evaluate:\n  conditions: [unmasked]\n", "condition 'mask', which evaluate.conditions leaves out (unmasked)")]
    [DataRow("at_least: 0.9", "tolerance: 0.9", "a gate needs at_least and/or at_most, or else equals.")]
    [DataRow("at_least: 0.9", "at_least: 0.9, equals: 1", "a gate needs at_least and/or at_most, or else equals.")]
    [DataRow("at_least: 0.9", "at_least: 0.9, at_most: 0.8", "can never pass")]
    public void Load_ContradictionBetweenValues_IsNamed(string old, string replacement, string message)
    {
        var errors = SamplePipeline.ErrorsWith(old, replacement);

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    [TestMethod]
    public void Load_ReplicatesAndSlots_TellMasksOfTheSameRowsApart()
    {
        var file = SamplePipeline.Load(SamplePipeline.Text.Replace(
            "    - { name: control",
            "    - { name: add-2, rows: { column: Operation, equals: add }, replicate: 1 }\n    - { name: add-low, rows: { column: Operation, equals: add }, slots: [0] }\n    - { name: control",
            StringComparison.Ordinal));

        Assert.HasCount(5, file.Resolve().Masks);
    }

    [TestMethod]
    public void Load_LabelAmongFeatures_IsRefused()
    {
        string error = SamplePipeline.Errors("""
            experiment: leak
            data: { source: csv, path: a.csv, label: y, features: [x, y, x] }
            network: { kind: feed-forward, hidden: [4] }
            pretrain: { steps: 1 }
            """).Select(item => item.Message).Aggregate((a, b) => $"{a}\n{b}");

        Assert.Contains("the label 'y' is also a feature", error);
        Assert.Contains("the feature 'x' is listed 2 times", error);
    }
}
