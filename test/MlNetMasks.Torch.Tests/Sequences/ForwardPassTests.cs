using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Sequences;

[TestClass]
public sealed class ForwardPassTests
{
    [TestMethod]
    public void Dropout_OfManyElements_RemovesItsShareAndKeepsTheMean()
    {
        using var scope = NewDisposeScope();
        var dropped = new ForwardPass(targets: null, key: 3, dropsUnits: true).Dropout(ones(100, 1001), 0.2, "site");

        Assert.AreEqual(0.2, dropped.eq(0).to(ScalarType.Float32).mean().item<float>(), 0.01);
        Assert.AreEqual(1, dropped.mean().item<float>(), 0.01);
        Assert.AreEqual(1.25f, dropped.max().item<float>());
    }

    [TestMethod]
    public void Dropout_DependsOnKeyAndSiteAlone()
    {
        using var scope = NewDisposeScope();
        float[] Draw(ulong key, string site, long rows = 4) => new ForwardPass(null, key, dropsUnits: true).Dropout(ones(rows, 8), 0.5, site).data<float>().ToArray();

        Assert.AreSequenceEqual(Draw(1, "a"), Draw(1, "a"));
        Assert.AreSequenceEqual(Draw(1, "a"), Draw(1, "a", rows: 9)[..32]);
        CollectionAssert.AreNotEqual(Draw(1, "a"), Draw(2, "a"));
        CollectionAssert.AreNotEqual(Draw(1, "a"), Draw(1, "b"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ForwardPass(null, 1, dropsUnits: true).Dropout(ones(1), 1, "a"));
    }

    [TestMethod]
    public void Decide_OverManySteps_SaysYesInItsShare()
    {
        using var scope = NewDisposeScope();
        var targets = zeros(2, 1, ScalarType.Int64);
        var yes = Enumerable.Range(1, 4000).Count(step => ForwardPass.OfStep(7, step, targets, 1, dropsUnits: false).Decide(0.5, "teacher forcing"));

        Assert.AreEqual(0.5, yes / 4000.0, 0.03);
        Assert.IsFalse(ForwardPass.Evaluation.Decide(0, "a"));
        Assert.IsTrue(ForwardPass.Evaluation.Decide(1, "a"));
    }
}
