using MlNetMasks.Torch.Kernels.Lanes;
using MlNetMasks.Torch.Tests.Golden;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class GoldenMaskTests
{
    [TestMethod]
    public void Formulas_OnGoldenNoise_MatchThePublishedStraightThroughEstimator()
    {
        using var golden = GoldenFile.Open("gumbel_sigmoid");
        var logits = Values(golden, "logits");
        var noise = Values(golden, "uniforms"); // [2, samples, ...]
        var soft = Values(golden, "soft");
        var hard = Values(golden, "hard");
        var upstream = Values(golden, "upstream");
        var (count, samples) = (logits.Length, soft.Length / logits.Length);
        var gradients = new double[count];

        for (var sample = 0; sample < samples; sample++)
        {
            // One uniform number in place of two: the u with log(u / (1 - u)) = -log(log(u1) / log(u0)).
            var uniforms = Enumerable.Range(sample * count, count)
                .Select(i => (float)(1 / (1 + (Math.Log(noise[(samples * count) + i]) / Math.Log(noise[i]))))).ToArray();
            var powers = LaneValues.Map<Lanes512>(Padded(logits), LaneMath<Lanes512>.Exp);
            var slopes = LaneValues.Map<Lanes512>(powers, Padded(uniforms), LaneMath<Lanes512>.Slope);
            var draws = Padded(uniforms).Select(u => LaneValues.FromBits((uint)(u * 8388608.0) << 9)).ToArray();
            var keep = LaneValues.Map<Lanes512>(draws, LaneValues.Map<Lanes512>(Padded(logits), LaneMath<Lanes512>.Cut), LaneMath<Lanes512>.Keep);
            for (var j = 0; j < count; j++)
            {
                var at = (sample * count) + j;
                var on = powers[j] * (double)uniforms[j];
                Assert.AreEqual(soft[at], on / (on + 1 - uniforms[j]), 1e-5);
                Assert.AreEqual(hard[at] > 0.5f, BitConverter.SingleToUInt32Bits(keep[j]) != 0);
                gradients[j] += upstream[at] * (double)slopes[j];
            }
        }

        var expected = Values(golden, "grad");
        for (var j = 0; j < count; j++)
        {
            Assert.AreEqual(expected[j], gradients[j], 1e-5);
        }
    }

    private static float[] Values(GoldenFile golden, string name) => GoldenFile.Values(golden.Root.GetProperty(name));

    /// <summary>Fills up to whole registers.</summary>
    private static float[] Padded(float[] values) => [.. values, .. Enumerable.Repeat(0.5f, (16 - (values.Length % 16)) % 16)];
}
