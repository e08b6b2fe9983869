using System.Text.Json;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class GoldenMaskTests
{
    private const int Samples = 3;
    private const int Count = 30;

    [TestMethod]
    public void Formulas_OnGoldenNoise_MatchThePublishedStraightThroughEstimator()
    {
        var folder = Environment.GetEnvironmentVariable("GOLDEN_DIR") ?? Path.Combine(AppContext.BaseDirectory, "golden");
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "gumbel_sigmoid.json")));
        var logits = Values(golden, "logits");
        var noise = Values(golden, "uniforms"); // [2, samples, 6, 5]
        var soft = Values(golden, "soft");
        var hard = Values(golden, "hard");
        var upstream = Values(golden, "upstream");
        var gradients = new double[Count];

        for (var sample = 0; sample < Samples; sample++)
        {
            // One uniform number in place of two: the u with log(u / (1 - u)) = -log(log(u1) / log(u0)).
            var uniforms = Enumerable.Range(sample * Count, Count)
                .Select(i => (float)(1 / (1 + (Math.Log(noise[(Samples * Count) + i]) / Math.Log(noise[i]))))).ToArray();
            var powers = LaneValues.Map<Lanes512>(Padded(logits), LaneMath<Lanes512>.Exp);
            var slopes = LaneValues.Map<Lanes512>(powers, Padded(uniforms), LaneMath<Lanes512>.Slope);
            var draws = Padded(uniforms).Select(u => LaneValues.FromBits((uint)(u * 8388608.0) << 9)).ToArray();
            var keep = LaneValues.Map<Lanes512>(draws, LaneValues.Map<Lanes512>(Padded(logits), LaneMath<Lanes512>.Cut), LaneMath<Lanes512>.Keep);
            for (var j = 0; j < Count; j++)
            {
                var at = (sample * Count) + j;
                var on = powers[j] * (double)uniforms[j];
                Assert.AreEqual(soft[at], on / (on + 1 - uniforms[j]), 1e-5);
                Assert.AreEqual(hard[at] > 0.5f, BitConverter.SingleToUInt32Bits(keep[j]) != 0);
                gradients[j] += upstream[at] * (double)slopes[j];
            }
        }

        var expected = Values(golden, "grad");
        for (var j = 0; j < Count; j++)
        {
            Assert.AreEqual(expected[j], gradients[j], 1e-5);
        }
    }

    private static float[] Values(JsonDocument golden, string name) =>
        [.. golden.RootElement.GetProperty(name).GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];

    private static float[] Padded(float[] values) => [.. values, .. Enumerable.Repeat(0.5f, 32 - Count)];
}
