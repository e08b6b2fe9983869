using CsCheck;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class LaneMathTests
{
    [TestMethod]
    public void Exp_OverTheClampedRange_IsWithinTwoTenMillionths()
    {
        var inputs = Enumerable.Range(0, 1 << 20).Select(i => -40f + (80f * i / (1 << 20))).ToArray();

        var powers = LaneValues.Map<Lanes512>(inputs, LaneMath<Lanes512>.Exp);

        var worst = inputs.Zip(powers, (x, power) => Math.Abs((power / Math.Exp(x)) - 1)).Max();
        Assert.IsLessThanOrEqualTo(2e-7, worst);
    }

    [TestMethod]
    public void Exp_BeyondTheClampedRange_IsThatOfTheLimit()
    {
        float[] inputs = [100, float.PositiveInfinity, 40, float.MaxValue, -100, float.NegativeInfinity, -40, float.MinValue, 0, -0f, 0, 0, 0, 0, 0, 0];

        var powers = LaneValues.Map<ScalarLane>(inputs, LaneMath<ScalarLane>.Exp);

        Assert.AreEqual(Math.Exp(40), powers[0], Math.Exp(40) * 2e-7);
        Assert.AreEqual(Math.Exp(-40), powers[4], Math.Exp(-40) * 2e-7);
        CollectionAssert.AreEqual(Enumerable.Repeat(powers[0], 4).ToArray(), powers[..4]);
        CollectionAssert.AreEqual(Enumerable.Repeat(powers[4], 4).ToArray(), powers[4..8]);
        Assert.AreEqual(1f, powers[8]);
        Assert.AreEqual(1f, powers[9]);
    }

    [TestMethod]
    public void Exp_OfNaN_IsNaN() =>
        Assert.IsTrue(LaneValues.Map<Lanes256>(Enumerable.Repeat(float.NaN, 16).ToArray(), LaneMath<Lanes256>.Exp).All(float.IsNaN));

    [TestMethod]
    public void SigmoidAndTanh_OverAnyNumbers_AreWithinTwoTenMillionths()
    {
        float[] inputs = [.. Enumerable.Range(0, 1 << 20).Select(i => -30f + (60f * i / (1 << 20))), .. Enumerable.Repeat(float.MaxValue, 8), .. Enumerable.Repeat(float.NegativeInfinity, 8)];

        var sigmoids = LaneValues.Map<Lanes512>(inputs, LaneMath<Lanes512>.Sigmoid);
        var tangents = LaneValues.Map<Lanes512>(inputs, LaneMath<Lanes512>.Tanh);

        Assert.IsLessThanOrEqualTo(2e-7, inputs.Zip(sigmoids, (x, sigmoid) => Math.Abs(sigmoid - (1 / (1 + Math.Exp(-x))))).Max());
        Assert.IsLessThanOrEqualTo(2e-7, inputs.Zip(tangents, (x, tangent) => Math.Abs(tangent - Math.Tanh(x))).Max());
        Assert.IsTrue(LaneValues.Map<Lanes256>(Enumerable.Repeat(float.NaN, 16).ToArray(), LaneMath<Lanes256>.Tanh).All(float.IsNaN));
    }

    [TestMethod]
    public void Uniform_AtBothExtremes_LiesStrictlyInside()
    {
        var bits = Enumerable.Repeat(LaneValues.FromBits(uint.MinValue), 8).Concat(Enumerable.Repeat(LaneValues.FromBits(uint.MaxValue), 8)).ToArray();

        var uniforms = LaneValues.Map<Lanes128>(bits, LaneMath<Lanes128>.Uniform);

        Assert.AreEqual(Math.Pow(2, -24), uniforms[0]);
        Assert.AreEqual(1 - Math.Pow(2, -24), uniforms[15]);
    }

    [TestMethod]
    public void Keep_OnAnyDraw_ComparesTheUniformNumberWithTheDropProbability() =>
        Gen.Select(Gen.UInt, Gen.Float[-45f, 45f]).Sample((bits, logit) =>
        {
            var draw = Enumerable.Repeat(LaneValues.FromBits(bits), 16).ToArray();
            var logits = Enumerable.Repeat(logit, 16).ToArray();
            var keep = LaneValues.Map<ScalarLane>(draw, LaneValues.Map<ScalarLane>(logits, LaneMath<ScalarLane>.Cut), LaneMath<ScalarLane>.Keep);
            var uniform = LaneValues.Map<ScalarLane>(draw, LaneMath<ScalarLane>.Uniform)[0];
            var power = LaneValues.Map<ScalarLane>(logits, LaneMath<ScalarLane>.Exp)[0];
            return BitConverter.SingleToUInt32Bits(keep[0]) == (uniform > 1f / (1f + power) ? uint.MaxValue : 0u);
        });

    [TestMethod]
    public void Keep_NextToTheThreshold_ComparesTheUniformNumberWithTheDropProbability()
    {
        for (var logit = -17f; logit < 17f; logit += 0.013f)
        {
            var power = LaneValues.Map<ScalarLane>(Enumerable.Repeat(logit, 16).ToArray(), LaneMath<ScalarLane>.Exp)[0];
            var drop = 1f / (1f + power);
            var cut = LaneValues.Map<ScalarLane>(Enumerable.Repeat(logit, 16).ToArray(), LaneMath<ScalarLane>.Cut);
            var near = (long)(drop * 8388608.0);
            var draws = Enumerable.Range(-8, 16).Select(offset => (uint)Math.Clamp(near + offset, 0, 8388607) << 9).Select(LaneValues.FromBits).ToArray();

            var keep = LaneValues.Map<ScalarLane>(draws, cut, LaneMath<ScalarLane>.Keep);
            var uniforms = LaneValues.Map<ScalarLane>(draws, LaneMath<ScalarLane>.Uniform);

            for (var i = 0; i < 16; i++)
            {
                Assert.AreEqual(uniforms[i] > drop, BitConverter.SingleToUInt32Bits(keep[i]) != 0, $"logit {logit}, draw {i}");
            }
        }
    }

    [TestMethod]
    public void Slope_AtExtremesOfLogitAndUniform_IsFiniteAndBetweenZeroAndAQuarter()
    {
        float[] logits = [100, 100, 40, 40, 0, 0, -40, -40, -100, -100, 16.6f, -16.6f, 16.6f, -16.6f, 88, -88];
        float small = 1f / 16777216f;
        float[] uniforms = [small, 1 - small, small, 1 - small, small, 1 - small, small, 1 - small, small, 1 - small, small, 1 - small, 1 - small, small, .5f, .5f];

        var slopes = LaneValues.Map<Lanes512>(LaneValues.Map<Lanes512>(logits, LaneMath<Lanes512>.Exp), uniforms, LaneMath<Lanes512>.Slope);

        foreach (var slope in slopes)
        {
            Assert.IsTrue(slope is > 0 and <= 0.25001f, $"{slope}");
        }
    }

    [TestMethod]
    public void Formulas_OnEveryWidth_GiveTheSameBits()
    {
        var logits = Enumerable.Range(0, 4096).Select(i => -50f + (i * 0.0244f)).ToArray();
        var uniforms = Enumerable.Range(0, 4096).Select(i => (((i * 2049) & 0x7FFFFF) + 0.5f) / 8388608f).ToArray();

        var reference = Results<ScalarLane>(logits, uniforms);

        CollectionAssert.AreEqual(reference, Results<Lanes128>(logits, uniforms));
        CollectionAssert.AreEqual(reference, Results<Lanes256>(logits, uniforms));
        CollectionAssert.AreEqual(reference, Results<Lanes512>(logits, uniforms));
    }

    private static uint[] Results<TLanes>(float[] logits, float[] uniforms)
        where TLanes : struct, ILanes<TLanes>
    {
        var powers = LaneValues.Map<TLanes>(logits, LaneMath<TLanes>.Exp);
        var slopes = LaneValues.Map<TLanes>(powers, uniforms, LaneMath<TLanes>.Slope);
        var cuts = LaneValues.Map<TLanes>(logits, LaneMath<TLanes>.Cut);
        var roots = LaneValues.Map<TLanes>(powers, TLanes.SquareRoot);
        return [.. powers.Concat(slopes).Concat(cuts).Concat(roots).Select(BitConverter.SingleToUInt32Bits)];
    }
}
