using System.Text.Json.Nodes;
using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskStatisticsTests
{
    [TestMethod]
    public void SharingAndRemaining_GoldenMasks_EqualThePublishedImplementation()
    {
        JsonObject golden = GoldenFile.Read("mask_statistics.json");
        JsonArray sets = golden["logits"]!.AsArray();
        (string Key, int[] Shape)[] tensors = [.. sets[0]!.AsObject().Select(pair => (pair.Key, GoldenFile.Tensor(pair.Value!).Shape))];
        MaskLayout layout = new(tensors.Select(tensor => new MaskLayer(tensor.Key, tensor.Shape)));
        MaskSet masks = new(layout, sets.Select((logits, index) => new MaskEntry(
            WeightMask.FromLogits($"{index}", layout, layer => GoldenFile.Tensor(logits![tensors[layer].Key]!).Data),
            index == 0 ? MaskRole.Control : MaskRole.Function)));
        WeightMask control = masks.Control!.Mask;

        int compared = 0;
        foreach ((string key, JsonNode? value) in golden["sharing"]!.AsObject())
        {
            (int layer, string what, string name) = Split(key.Replace("mask_stat/mask_", "", StringComparison.Ordinal));
            Compare(key, value, what == "shared" ? MaskStatistics.Shared(masks, name, layer)
                : name == "total" ? masks.Functions.Select(entry => entry.Mask).Aggregate((a, b) => a.Or(b)).KeptIn(layer)
                : masks[name].KeptIn(layer));
        }

        foreach ((string key, JsonNode? value) in golden["remaining"]!.AsObject())
        {
            if (key == "mask_remaining/all/n_total")
            {
                Compare(key, value, control.Kept);
                continue;
            }

            (int layer, string what, string name) = Split(key.Replace("mask_remaining/layers/", "", StringComparison.Ordinal));
            Compare(key, value, what == "remaining" ? MaskStatistics.Remaining(masks[name], control, layer)
                : name == "ref" ? control.KeptIn(layer)
                : MaskStatistics.Intersection(masks[name], control, layer));
        }

        Assert.IsGreaterThanOrEqualTo(tensors.Length * (sets.Count - 1) * 4, compared);

        (int Layer, string What, string Name) Split(string key)
        {
            string[] parts = key.Split('/');
            int underscore = parts[1].LastIndexOf('_');
            return (layout.IndexOf(parts[0]), parts[1][..underscore], parts[1][(underscore + 1)..]);
        }

        void Compare(string key, JsonNode? expected, double actual)
        {
            Assert.AreEqual(GoldenFile.Number(expected), actual, 1e-6, key);
            compared++;
        }
    }

    [TestMethod]
    public void Ratios_EmptyMask_AreMissing()
    {
        WeightMask empty = FromText("empty", "000", "000");
        WeightMask some = FromText("some", "000", "110");
        Assert.AreEqual(double.NaN, MaskStatistics.IoU(empty, empty));
        Assert.AreEqual(0.0, MaskStatistics.IoU(empty, some));
        Assert.AreEqual(double.NaN, MaskStatistics.IoMin(empty, some));
        Assert.AreEqual(double.NaN, MaskStatistics.IoU(empty, some, 0));
        Assert.AreEqual(double.NaN, MaskStatistics.Remaining(some, empty));
        Assert.AreEqual(0.0, MaskStatistics.Remaining(empty, some));
        Assert.AreEqual(double.NaN, MaskStatistics.Remaining(empty, some, 0));
        MaskSet set = new MaskSet(empty.Layout).Add(empty).Add(some);
        Assert.AreEqual(double.NaN, MaskStatistics.Shared(set, "empty"));
        Assert.AreEqual(0.0, MaskStatistics.Shared(set, "some"));
        Assert.AreEqual(double.NaN, MaskStatistics.Shared(set, "some", 0));
    }

    [TestMethod]
    public void Total_LayersOfDifferentSize_IsNotTheMeanOfLayers()
    {
        WeightMask a = FromText("a", "1", "111100");
        WeightMask b = FromText("b", "1", "001111");
        Assert.AreEqual(1.0, MaskStatistics.IoU(a, b, 0));
        Assert.AreEqual(2.0 / 6, MaskStatistics.IoU(a, b, 1));
        Assert.AreEqual(3.0 / 7, MaskStatistics.IoU(a, b));
        Assert.AreEqual(3.0 / 5, MaskStatistics.IoMin(a, b));
        Assert.AreEqual(0.5, MaskStatistics.IoMin(a, b, 1));
    }

    [TestMethod]
    public void Shared_ControlKeepsTheSame_DoesNotCountAsAFunction()
    {
        WeightMask add = FromText("add", "1100");
        MaskSet set = new MaskSet(add.Layout).Add(FromText("all", "1111"), MaskRole.Control).Add(add).Add(FromText("mul", "0110"));
        Assert.AreEqual(0.5, MaskStatistics.Shared(set, "add"));
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => MaskStatistics.Shared(set, "all"));
        StringAssert.Contains(fault.Message, "'all' is not the mask of a function (its role is Control)");
    }

    [TestMethod]
    public void Intersection_DifferentLayouts_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => MaskStatistics.Intersection(FromText("a", "1"), FromText("b", "11")));
}
