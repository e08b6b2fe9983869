using CsCheck;
using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class RandomMaskTests
{
    [TestMethod]
    public void Random_LikeAnyMask_KeepsAsManyWeightsOfEachLayer() => RandomMasks(1).Sample(masks =>
    {
        WeightMask mask = masks[0].Mask;
        WeightMask random = WeightMask.Random(mask, seed: 3, draw: 1);
        for (int layer = 0; layer < mask.Layout.Layers.Count; layer++)
        {
            Assert.AreEqual(mask.KeptIn(layer), random.KeptIn(layer));
            Assert.AreEqual(0UL, random.Words(layer)[^1] & ~PackedBits.TailMask(mask.Layout.Layers[layer].Count));
        }
    });

    [TestMethod]
    public void Random_SameSeedNameAndDraw_IsTheSameMask()
    {
        WeightMask mask = Half("add", 1000);
        Assert.AreEqual(WeightMask.Random(mask, 3, 2), WeightMask.Random(mask, 3, 2));
        Assert.AreEqual("random 2 of add", WeightMask.Random(mask, 3, 2).Name);
        Assert.IsFalse(WeightMask.Random(mask, 3, 2).BitsEqual(WeightMask.Random(mask, 3, 1)));
        Assert.IsFalse(WeightMask.Random(mask, 3, 2).BitsEqual(WeightMask.Random(mask, 4, 2)));
        Assert.IsFalse(WeightMask.Random(mask, 3, 2).BitsEqual(WeightMask.Random(mask.Named("mul"), 3, 2)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => WeightMask.Random(mask, 3, -1));
    }

    [TestMethod]
    public void Random_ManyDraws_ChooseEveryWeightEquallyOften()
    {
        const int Draws = 4000;
        WeightMask mask = FromText("add", "1110000000", "1111111110");
        int[][] counts = [new int[10], new int[10]];
        for (int draw = 0; draw < Draws; draw++)
        {
            WeightMask random = WeightMask.Random(mask, 1, draw);
            for (int index = 0; index < 10; index++)
            {
                counts[0][index] += random.IsKept(0, index) ? 1 : 0;
                counts[1][index] += random.IsKept(1, index) ? 1 : 0;
            }
        }

        // Five standard deviations of a binomial count; the draws are fixed by the seed.
        foreach ((int[] layer, double share) in counts.Zip((double[])[0.3, 0.9]))
        {
            double tolerance = 5 * Math.Sqrt(Draws * share * (1 - share));
            Assert.IsTrue(Array.TrueForAll(layer, count => Math.Abs(count - (Draws * share)) < tolerance), string.Join(" ", layer));
        }
    }

    [TestMethod]
    public void Random_BesideALearnedMask_OverlapsAsChanceSays()
    {
        WeightMask mask = Half("add", 20_000);
        ChanceOverlap chance = MaskChance.Between(mask, WeightMask.Random(mask, 5));
        Assert.IsLessThan(4.0, Math.Abs(chance.IntersectionZ));
    }

    private static WeightMask Half(string name, int count) =>
        WeightMask.FromLogits(name, Layout(count), _ => Enumerable.Range(0, count).Select(index => index < count / 2 ? 1f : -1f).ToArray());
}
