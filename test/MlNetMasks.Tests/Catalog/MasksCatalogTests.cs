using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Tests.Catalog;

[TestClass]
public sealed class MasksCatalogTests
{
    [TestMethod]
    public void Masks_OfAContext_IsAlwaysTheSameObject()
    {
        var context = new MLContext(seed: 3);
        var catalogs = new MasksCatalog[16];
        Parallel.For(0, catalogs.Length, i => catalogs[i] = context.Masks);
        Assert.IsTrue(catalogs.All(catalog => ReferenceEquals(catalog, context.Masks)));
        Assert.AreNotSame(context.Masks, new MLContext(seed: 3).Masks);
    }

    [TestMethod]
    public void Seed_OfASeededContext_IsItsOwnAndDerivesStableStreams()
    {
        var seed = new MLContext(seed: 42).Masks.Seed;
        Assert.AreEqual(new ContextSeed(42, IsGiven: true), seed);
        // Computed once with another program: python3 -c "hashlib.sha256(struct.pack('<i', 42) + b'pretrain')".
        Assert.AreEqual(5304932642284295398UL, seed.Derive("pretrain"));
        Assert.AreNotEqual(seed.Derive("pretrain"), seed.Derive("Pretrain"));
        Assert.AreNotEqual(seed.Derive("pretrain"), new ContextSeed(43, true).Derive("pretrain"));
        Assert.AreEqual(new ContextSeed(-1, true), new MLContext(seed: -1).Masks.Seed);
    }

    [TestMethod]
    public void Seed_OfAnUnseededContext_IsDrawnOnceLoggedAndNotNegative()
    {
        var messages = new List<string>();
        var context = new MLContext();
        context.Log += (_, e) => messages.Add(e.Message);

        var seed = context.Masks.Seed;

        Assert.IsFalse(seed.IsGiven);
        Assert.IsGreaterThanOrEqualTo(0, seed.Value);
        Assert.AreSame(seed, context.Masks.Seed);
        Assert.IsTrue(messages.Exists(message => message.Contains(
            FormattableString.Invariant($"new MLContext(seed: {seed.Value})"), StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Masks_AndItsLog_DrawNothingFromTheContextsGenerator()
    {
        var touched = new MLContext(seed: 5);
        _ = touched.Masks;
        using (var log = new StageLog(touched, "Pretrain", "Fit"))
        {
            log.Info("started");
        }

        CollectionAssert.AreEqual(Draws(new MLContext(seed: 5)), Draws(touched));

        static int[] Draws(MLContext context)
        {
            var host = ((Microsoft.ML.Runtime.IHostEnvironment)context).Register("Stock");
            return [.. Enumerable.Range(0, 10).Select(_ => host.Rand.Next())];
        }
    }

    [TestMethod]
    public void Log_OfAStage_ReachesTheContextWithSourceAndKind()
    {
        var events = new List<LoggingEventArgs>();
        var context = new MLContext(seed: 1);
        context.Log += (_, e) => events.Add(e);
        using (var log = new StageLog(context, "Pretrain", "Fit"))
        {
            log.Info("100% of {braces} stay");
            log.Warning("careful");
            log.Trace("detail");
        }

        CollectionAssert.IsSubsetOf(
            new[] { (Microsoft.ML.Runtime.ChannelMessageKind.Info, true), (Microsoft.ML.Runtime.ChannelMessageKind.Warning, false) },
            events.Select(e => (e.Kind, e.Message.Contains("100% of {braces} stay", StringComparison.Ordinal))).ToArray());
        Assert.IsTrue(events.TrueForAll(e => e.Source.Contains("Pretrain", StringComparison.Ordinal)));
    }
}
