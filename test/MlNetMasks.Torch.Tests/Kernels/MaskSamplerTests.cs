using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class MaskSamplerTests
{
    private static readonly MaskDraw Draw = new(seed: 7, step: 3, samples: 3);

    [TestMethod]
    [DataRow(1)]
    [DataRow(15)]
    [DataRow(16)]
    [DataRow(17)]
    [DataRow(1023)]
    [DataRow(1024)]
    [DataRow(1025)]
    [DataRow(10007)]
    public void Sample_OfAnyLength_KeepsWhereTheUniformNumberExceedsTheDropProbability(int length)
    {
        using var masks = new MaskCase(length, Draw.Samples, slot: 5);
        var uniforms = masks.Uniforms(Draw);

        Sample([masks.Segment], Draw);

        for (var i = 0; i < uniforms.Length; i++)
        {
            var drop = 1 / (1 + Math.Exp(masks.Logits.Span[i % length]));
            if (Math.Abs(uniforms[i] - drop) < 1e-6)
            {
                continue; // too close to tell in single precision
            }

            Assert.AreEqual(uniforms[i] > drop ? masks.Weights.Span[i % length] : 0f, masks.Masked.Span[i], $"element {i}");
        }
    }

    [TestMethod]
    public void Sample_OnAnyThreadCount_DrawsTheSameMasks()
    {
        float[]? reference = null;
        foreach (var threads in (int[])[1, 2, 3, 7])
        {
            using var first = new MaskCase(9001, Draw.Samples);
            using var empty = new MaskCase(0, Draw.Samples, slot: 1);
            using var second = new MaskCase(40000, Draw.Samples, slot: 2);

            Sample([first.Segment, empty.Segment, second.Segment], Draw, threads);

            float[] masked = [.. first.Masked.Span, .. second.Masked.Span];
            reference ??= masked;
            CollectionAssert.AreEqual(reference, masked);
        }
    }

    [TestMethod]
    public void Sample_SlotBySlotOrTogether_DrawsTheSameMasks()
    {
        using var alone = new MaskCase(5000, Draw.Samples, slot: 4);
        using var other = new MaskCase(3000, Draw.Samples, slot: 3);
        using var together = new MaskCase(5000, Draw.Samples, slot: 4);

        Sample([alone.Segment], Draw);
        Sample([other.Segment, together.Segment], Draw);

        CollectionAssert.AreEqual(alone.Masked.Span.ToArray(), together.Masked.Span.ToArray());
    }

    [TestMethod]
    public void Sample_WithAnotherSeedStepOrSlot_DrawsOtherMasks()
    {
        MaskDraw[] draws = [Draw, new(8, 3, 3), new(7, 4, 3)];
        var drawn = draws.Select(draw =>
        {
            using var masks = new MaskCase(3000, draw.Samples);
            Sample([masks.Segment], draw);
            return masks.Masked.Span.ToArray();
        }).ToList();

        CollectionAssert.AreNotEqual(drawn[0], drawn[1]);
        CollectionAssert.AreNotEqual(drawn[0], drawn[2]);
    }

    [TestMethod]
    public void Sample_OfUnusualWeights_CopiesThemBitByBitOrWritesPositiveZero()
    {
        using var masks = new MaskCase(4096, Draw.Samples);
        float[] unusual = [float.PositiveInfinity, float.NegativeInfinity, float.NaN, -0f, -1f, float.Epsilon];
        for (var i = 0; i < 4096; i++)
        {
            masks.Weights.Span[i] = unusual[i % unusual.Length];
            masks.Logits.Span[i] = 0;
        }

        Sample([masks.Segment], Draw);

        var kept = 0;
        for (var i = 0; i < masks.Masked.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(masks.Masked.Span[i]);
            var weight = BitConverter.SingleToUInt32Bits(masks.Weights.Span[i % 4096]);
            Assert.IsTrue(bits == 0 || bits == weight);
            kept += bits == weight ? 1 : 0;
        }

        Assert.AreEqual(masks.Masked.Length / 2.0, kept, 300);
    }

    [TestMethod]
    [DataRow(100f, true)]
    [DataRow(40f, true)]
    [DataRow(float.PositiveInfinity, true)]
    [DataRow(float.NaN, true)]
    [DataRow(-100f, false)]
    [DataRow(float.NegativeInfinity, false)]
    public void Sample_OfExtremeLogits_IsDeterministic(float logit, bool kept)
    {
        using var masks = new MaskCase(5003, Draw.Samples);
        masks.Logits.Span.Fill(logit);
        masks.Weights.Span.Fill(1.5f);

        Sample([masks.Segment], Draw);

        Assert.IsFalse(masks.Masked.Span.ContainsAnyExcept(kept ? 1.5f : 0f));
    }

    [TestMethod]
    public unsafe void Sample_WithoutDestination_NamesTheSlot()
    {
        using var masks = new MaskCase(8, 1);
        var segment = masks.Segment;
        var failure = Assert.ThrowsExactly<ArgumentException>(
            () => Sample([new MaskSegment { Slot = 9, Length = 8, Logits = segment.Logits, Weights = segment.Weights }], new MaskDraw(1, 0, 1)));

        StringAssert.Contains(failure.Message, "slot 9");
    }

    [TestMethod]
    public void MaskDraw_OutOfRange_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MaskDraw(1, -1, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MaskDraw(1, 0, 0));
    }

    private static void Sample(MaskSegment[] segments, MaskDraw draw, int threads = 1)
    {
        using var workers = new BlockWorkers(threads);
        new MaskSampler(workers).Sample(segments, draw);
    }
}
