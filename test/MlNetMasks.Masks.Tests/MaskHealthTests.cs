namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskHealthTests
{
    [TestMethod]
    public void Warnings_HealthyRun_AreNone() => Assert.IsEmpty(MaskHealth.Warnings(Healthy(), "control"));

    [TestMethod]
    public void Warnings_MaskThatWasNotLearned_AreNone() =>
        Assert.IsEmpty(MaskHealth.Warnings([Of("add AND NOT mul", Stages.Analyze, Metrics.Kept, 0), Of("add AND NOT mul", Stages.Analyze, Metrics.Maskable, 10)]));

    [TestMethod]
    [DataRow(0.25, false)]
    [DataRow(0.26, true)]
    public void Warnings_UndecidedLogits_AboveAQuarter(double share, bool warned)
    {
        var warnings = MaskHealth.Warnings(Changed(Metrics.UndecidedShare, "", share));
        Assert.AreEqual(warned, warnings.Count == 1);
        if (warned)
        {
            Assert.AreEqual("add", warnings[0].Mask);
            Assert.Contains("26.0% of the logits are undecided", warnings[0].Problem);
            Assert.Contains("more steps", warnings[0].Remedy);
        }
    }

    [TestMethod]
    public void Warnings_UnmovedLogits_InTotalOrPerLayer()
    {
        var total = MaskHealth.Warnings(Changed(Metrics.UnmovedShare, "", 0.75)).Single();
        var layer = MaskHealth.Warnings(Changed(Metrics.UnmovedShare, "in", 0.75)).Single();
        Assert.AreEqual("", total.Layer);
        Assert.AreEqual("in", layer.Layer);
        Assert.Contains("75.0% of the layer's logits are where they started", layer.Problem);
        Assert.Contains("learning rate", layer.Remedy);
    }

    [TestMethod]
    public void Warnings_EmptyLayer_NamesIt()
    {
        var warning = MaskHealth.Warnings(Changed(Metrics.Kept, "out", 0)).Single();
        Assert.AreEqual(("add", "out"), (warning.Mask, warning.Layer));
        Assert.Contains("beta", warning.Remedy);
        Assert.Contains("layer 'out': no weight of the layer is kept. ", warning.ToString());
    }

    [TestMethod]
    [DataRow("out.weight", 1)]
    [DataRow("norm.gamma", 1)]
    [DataRow("out.bias", 0)]
    [DataRow("norm.beta", 0)]
    public void Warnings_EmptyLayer_IsNoneWhereTheLayerIsOnlyAdded(string layer, int expected) =>
        Assert.HasCount(expected, MaskHealth.Warnings(Changed(Metrics.Kept, "out", 0).Select(record => record.Layer == "out" ? record with { Layer = layer } : record)));

    [TestMethod]
    public void Warnings_NothingKept_IsOneCollapseAndNoEmptyLayers()
    {
        var empty = Healthy().Select(record => record.Mask == "add" && record.Metric == Metrics.Kept ? record with { Value = 0 } : record);
        Assert.Contains("no weight is kept", MaskHealth.Warnings(empty).Single().Problem);
    }

    [TestMethod]
    public void Warnings_EverythingKept_SaysToRaiseBeta()
    {
        var warning = MaskHealth.Warnings(Changed(Metrics.Kept, "", 20)).Single();
        Assert.Contains("every weight is kept", warning.Problem);
        Assert.Contains("Raise beta", warning.Remedy);
    }

    [TestMethod]
    public void Warnings_MostStepsClipped_GiveTheMeanOfTheCurve()
    {
        ResultRecord[] records = [.. Healthy(), Of("add", "add", Metrics.ClippedShare, 1) with { Step = 20 }, Of("add", "add", Metrics.ClippedShare, 1) with { Step = 30 }];
        Assert.Contains("clipped in 66.7% of the steps", MaskHealth.Warnings(records).Single().Problem);
    }

    [TestMethod]
    public void Warnings_ControlThatLosesAccuracy_NamesSetAndNumbers()
    {
        ResultRecord[] records = [.. Healthy().Select(record => record is { Mask: "control", Condition: Condition.Mask } ? record with { Value = 0.8 } : record)];
        var warning = MaskHealth.Warnings(records, "control").Single();
        Assert.AreEqual("control", warning.Mask);
        Assert.AreEqual("the control answers 80.0% of 'set' right, the whole network 99.0%", warning.Problem);
        Assert.IsEmpty(MaskHealth.Warnings(records), "Which mask is the control has to be said.");
    }

    [TestMethod]
    [DataRow(0.89, 0)]
    [DataRow(0.88, 1)]
    public void Warnings_MaskThatDoesNotDoItsOwnFunction_NamesTheNumbers(double masked, int expected)
    {
        ResultRecord[] records = [.. Healthy(), Evaluated("", Condition.Unmasked, 0.98) with { DataSet = "add" }, Evaluated("add", Condition.Mask, masked) with { DataSet = "add" }];

        var warnings = MaskHealth.Warnings(records, "control");

        Assert.HasCount(expected, warnings);
        Assert.IsTrue(warnings.All(warning => warning.Mask == "add" && warning.Problem == "the mask answers 88.0% of its own function right, the whole network 98.0%"));
    }

    private static IEnumerable<ResultRecord> Changed(string metric, string layer, double value) =>
        Healthy().Select(record => record.Mask == "add" && record.Metric == metric && record.Layer == layer ? record with { Value = value } : record);

    private static List<ResultRecord> Healthy()
    {
        List<ResultRecord> records = [Evaluated("", Condition.Unmasked, 0.99)];
        foreach (var mask in (string[])["control", "add"])
        {
            records.Add(Evaluated(mask, Condition.Mask, mask == "control" ? 0.97 : 0.5));
            records.Add(Of(mask, mask, Metrics.ClippedShare, 0) with { Step = 10 });
            foreach (var (layer, kept, maskable) in new[] { ("in", 3, 10), ("out", 2, 10), ("", 5, 20) })
            {
                records.Add(Of(mask, mask, Metrics.UndecidedShare, 0.1) with { Layer = layer });
                records.Add(Of(mask, mask, Metrics.UnmovedShare, 0.0) with { Layer = layer });
                records.Add(Of(mask, Stages.Analyze, Metrics.Kept, kept) with { Layer = layer });
                records.Add(Of(mask, Stages.Analyze, Metrics.Maskable, maskable) with { Layer = layer });
            }
        }

        return records;
    }

    private static ResultRecord Evaluated(string mask, Condition condition, double accuracy) =>
        Of(mask, Stages.Evaluate, Metrics.Accuracy, accuracy) with { Condition = condition, DataSet = "set" };

    private static ResultRecord Of(string mask, string stage, string metric, double value) =>
        new("test", "default", 1, stage, mask, "", Condition.None, "", "", "", null, metric, value);
}
