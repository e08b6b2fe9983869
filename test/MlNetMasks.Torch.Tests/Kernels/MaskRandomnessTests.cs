using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class MaskRandomnessTests
{
    private const int Samples = 4;

    [TestMethod]
    public void KeptFrequency_OverTenThousandDraws_IsTheSigmoidOfTheLogit()
    {
        const int PerLogit = 201;
        const int Logits = 17;
        const int Steps = 2500;
        const int Length = PerLogit * Logits; // four blocks, the last with a tail
        using var workers = new BlockWorkers(2);
        using var masks = new MaskCase(Length, Samples);
        masks.Weights.Span.Fill(1);
        for (var i = 0; i < Length; i++)
        {
            masks.Logits.Span[i] = (i % Logits) - 8;
        }

        var sampler = new MaskSampler(workers);
        var kept = new int[Length];
        MaskSegment[] segments = [masks.Segment];
        for (var step = 0; step < Steps; step++)
        {
            sampler.Sample(segments, new MaskDraw(11, step, Samples));
            for (var i = 0; i < masks.Masked.Length; i++)
            {
                kept[i % Length] += (int)masks.Masked.Span[i];
            }
        }

        const double Draws = Steps * Samples;
        double squares = 0, variance = 0;
        for (var i = 0; i < Length; i++)
        {
            var probability = 1 / (1 + Math.Exp(8 - (i % Logits)));
            var spread = Draws * probability * (1 - probability);
            squares += Math.Pow(kept[i] - (Draws * probability), 2) / spread;
            variance += 2 + ((1 - (6 * probability * (1 - probability))) / spread); // exact variance of a binomial's chi-square term
        }

        // Beyond 3.9 standard deviations on either side, p is below 1e-4.
        Assert.IsLessThan(3.9, Math.Abs(squares - Length) / Math.Sqrt(variance));
    }

    [TestMethod]
    public void KeptFrequency_PerLogit_HasNoBias()
    {
        const int Length = 1 << 20;
        for (var logit = -8; logit <= 8; logit++)
        {
            using var workers = new BlockWorkers(2);
            using var masks = new MaskCase(Length, 1);
            masks.Weights.Span.Fill(1);
            masks.Logits.Span.Fill(logit);

            new MaskSampler(workers).Sample([masks.Segment], new MaskDraw(5, logit + 8, 1));

            var kept = masks.Masked.Span.ToArray().Sum(value => (double)value);
            var probability = 1 / (1 + Math.Exp(-logit));
            Assert.IsLessThan(3.9, Math.Abs(kept - (Length * probability)) / Math.Sqrt(Length * probability * (1 - probability)));
        }
    }

    [TestMethod]
    public void Uniforms_InAThousandBins_AreEvenlySpread()
    {
        var uniforms = Uniforms(new MaskDraw(3, 0, Samples), 1 << 18, slot: 0);
        var bins = new int[1000];
        foreach (var uniform in uniforms)
        {
            bins[(int)(uniform * 1000)]++;
        }

        var expected = uniforms.Length / 1000.0;
        var chiSquare = bins.Sum(count => Math.Pow(count - expected, 2) / expected);
        Assert.IsLessThan(3.9, Math.Abs(chiSquare - 999) / Math.Sqrt(2 * 999));
    }

    [TestMethod]
    public void Uniforms_OfConsecutiveStepsSamplesSlotsBlocksAndNeighbours_AreUncorrelated()
    {
        const int Length = 1 << 18;
        var draw = new MaskDraw(21, 100, Samples);
        var drawn = Uniforms(draw, Length, slot: 2);
        var sample = drawn[..Length];
        var others = new Dictionary<string, float[]>
        {
            ["step"] = Uniforms(new MaskDraw(21, 101, Samples), Length, slot: 2)[..Length],
            ["seed"] = Uniforms(new MaskDraw(22, 100, Samples), Length, slot: 2)[..Length],
            ["slot"] = Uniforms(draw, Length, slot: 3)[..Length],
            ["sample"] = drawn[Length..(2 * Length)],
        };
        foreach (var lag in (int[])[1, 2, 4, 8, 15, 16, 17, 32, 48, 64, 1024])
        {
            others[$"lag {lag}"] = [.. sample[lag..], .. sample[..lag]];
        }

        foreach (var (name, other) in others)
        {
            Assert.IsLessThan(4.2, Math.Abs(Correlation(sample, other)) * Math.Sqrt(Length), name);
            var squares = Correlation([.. sample.Select(Centred)], [.. other.Select(Centred)]);
            Assert.IsLessThan(4.2, Math.Abs(squares) * Math.Sqrt(Length), $"{name}, squares");
        }
    }

    private static float Centred(float uniform) => (uniform - 0.5f) * (uniform - 0.5f);

    private static double Correlation(float[] left, float[] right)
    {
        double leftMean = left.Average(), rightMean = right.Average();
        double product = 0, leftSquare = 0, rightSquare = 0;
        for (var i = 0; i < left.Length; i++)
        {
            product += (left[i] - leftMean) * (right[i] - rightMean);
            leftSquare += (left[i] - leftMean) * (left[i] - leftMean);
            rightSquare += (right[i] - rightMean) * (right[i] - rightMean);
        }

        return product / Math.Sqrt(leftSquare * rightSquare);
    }

    private static unsafe float[] Uniforms(MaskDraw draw, int length, int slot)
    {
        using var workers = new BlockWorkers(1);
        using var uniforms = new NativeFloats(length * draw.Samples);
        new MaskUniforms(workers).Fill(uniforms.Pointer, length, slot, draw);
        return uniforms.Span.ToArray();
    }
}
