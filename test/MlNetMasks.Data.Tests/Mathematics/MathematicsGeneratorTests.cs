namespace MlNetMasks.Data.Tests.Mathematics;

[TestClass]
public sealed partial class MathematicsGeneratorTests
{
    private const int Count = 2000;

    public static IEnumerable<object[]> Regimes => ExampleStatistics.RegimeRows;

    [TestMethod]
    [DynamicData(nameof(Regimes))]
    public void Examples_EveryRegime_AreExactWithinTheLimitsAndTheVocabulary(MathematicsModule module, MathematicsDifficulty difficulty)
    {
        int count = module == MathematicsModule.Sort && difficulty == MathematicsDifficulty.Extrapolate ? 1000 : Count;
        foreach (MathematicsExample example in ExampleStatistics.Draw(module, difficulty, count))
        {
            Assert.AreEqual(MathematicsAnswer.Of(module, example.Question), example.Answer, example.Question);
            Assert.IsTrue(example.Question.Length is > 0 and <= 160, example.Question);
            Assert.IsTrue(example.Answer.Length is > 0 and <= 30, example.Answer);
            Assert.IsTrue((example.Question + example.Answer).All(static c => MathematicsVocabulary.TokenOf(c) > 0), example.Question);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Regimes))]
    public void Example_AskedForAlone_IsTheOneOfTheSequence(MathematicsModule module, MathematicsDifficulty difficulty)
    {
        MathematicsExample[] sequence = ExampleStatistics.Draw(module, difficulty, 20, seed: 7);

        Assert.AreEqual(sequence[17], new MathematicsGenerator(module, 7).Example(difficulty, 17));
        Assert.AreNotEqual(sequence[17], new MathematicsGenerator(module, 8).Example(difficulty, 17));
    }

    // Mean lengths of questions and answers of 20,000 examples per training regime and 2,000 elsewhere (specification of the data set).
    [TestMethod]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Easy, 29.3, 1.5)]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Medium, 35.5, 2.0)]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Hard, 42.3, 2.4)]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Interpolate, 41.0, 2.3)]
    [DataRow(MathematicsModule.AddOrSub, MathematicsDifficulty.Easy, 23.4, 6.2)]
    [DataRow(MathematicsModule.AddOrSub, MathematicsDifficulty.Medium, 27.0, 9.4)]
    [DataRow(MathematicsModule.AddOrSub, MathematicsDifficulty.Hard, 30.8, 12.6)]
    [DataRow(MathematicsModule.AddOrSub, MathematicsDifficulty.Interpolate, 28.9, 10.9)]
    [DataRow(MathematicsModule.AddOrSub, MathematicsDifficulty.Extrapolate, 34.9, 15.8)]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Easy, 70.9, 15.4)]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Medium, 74.8, 16.8)]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Hard, 77.6, 17.8)]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Interpolate, 76.8, 17.4)]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Easy, 36.5, 14.4)]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Medium, 40.1, 17.9)]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Hard, 42.8, 20.7)]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Interpolate, 42.3, 20.3)]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Extrapolate, 52.0, 29.8)]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Easy, 48.2, 6.6)]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Medium, 55.2, 8.4)]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Hard, 62.0, 10.0)]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Interpolate, 59.5, 9.5)]
    public void Lengths_ManyExamples_HaveThePublishedMeans(MathematicsModule module, MathematicsDifficulty difficulty, double question, double answer)
    {
        // Long lists are redrawn about 200 times for each that fits.
        bool isExpensive = module == MathematicsModule.Sort && difficulty == MathematicsDifficulty.Extrapolate;
        MathematicsExample[] examples = ExampleStatistics.Draw(module, difficulty, isExpensive ? 500 : Count);

        AssertMean(question, [.. examples.Select(static example => (double)example.Question.Length)], difficulty);
        AssertMean(answer, [.. examples.Select(static example => (double)example.Answer.Length)], difficulty);
    }

    [TestMethod]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Easy, 2, "3.9 96.1")]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Medium, 2, "0.8 48.8 50.4")]
    [DataRow(MathematicsModule.Linear1D, MathematicsDifficulty.Hard, 2, "0.2 35.6 35.0 29.2")]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Easy, 1, "45.4 37.9 14.4 2.3")]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Medium, 1, "53.1 35.0 10.6 1.3")]
    [DataRow(MathematicsModule.Differentiate, MathematicsDifficulty.Hard, 1, "58.9 31.9 8.5 0.7")]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Easy, 3, "40.6 40.4 19.0")]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Medium, 3, "27.5 28.0 27.7 16.8")]
    [DataRow(MathematicsModule.Sort, MathematicsDifficulty.Hard, 3, "23.3 23.1 23.2 19.3 11.2")]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Easy, 3, "38 45 17 0.2")]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Medium, 3, "23 33 30 13 0.5")]
    [DataRow(MathematicsModule.Collect, MathematicsDifficulty.Hard, 3, "16 26 27 20 10 0.7")]
    public void Structure_ManyExamples_HasThePublishedShares(MathematicsModule module, MathematicsDifficulty difficulty, int first, string shares)
    {
        MathematicsExample[] examples = ExampleStatistics.Draw(module, difficulty, Count);
        int[] sizes = [.. examples.Select(example => ExampleStatistics.VisibleTerms(module, example.Question))];
        double[] expected = [.. shares.Split(' ').Select(static share => double.Parse(share, System.Globalization.CultureInfo.InvariantCulture) / 100)];

        for (int i = 0; i < expected.Length; i++)
        {
            AssertShare(expected[i], sizes.Count(size => size == first + i) / (double)Count);
        }

        Assert.IsTrue(sizes.All(size => size >= first && size < first + expected.Length + 1));
    }

    [TestMethod]
    [DataRow(MathematicsDifficulty.Easy, 0.54, 0.109)]
    [DataRow(MathematicsDifficulty.Medium, 0.54, 0.071)]
    [DataRow(MathematicsDifficulty.Hard, 0.58, 0.054)]
    public void IntegerListsAndZeroTerms_ManyExamples_HaveThePublishedShares(MathematicsDifficulty difficulty, double integers, double zeros)
    {
        MathematicsExample[] lists = ExampleStatistics.Draw(MathematicsModule.Sort, difficulty, Count);
        MathematicsExample[] sums = ExampleStatistics.Draw(MathematicsModule.Collect, difficulty, Count);

        AssertShare(integers, lists.Count(static example => !example.Answer.AsSpan().ContainsAny("./")) / (double)Count);
        AssertShare(zeros, sums.Count(static example => ZeroTerm().IsMatch(example.Question)) / (double)Count);
    }

    [TestMethod]
    [DataRow(MathematicsDifficulty.Easy)]
    [DataRow(MathematicsDifficulty.Hard)]
    public void DerivativeOrders_ManyExamples_AreAlmostAThirdEach(MathematicsDifficulty difficulty)
    {
        MathematicsExample[] examples = ExampleStatistics.Draw(MathematicsModule.Differentiate, difficulty, Count);
        double[] expected = [0.35, 0.33, 0.32];

        for (int order = 1; order <= 3; order++)
        {
            AssertShare(expected[order - 1], examples.Count(example => ExampleStatistics.Order(example.Question) == order) / (double)Count);
        }
    }

    [TestMethod]
    public void Sort_LargestExtrapolation_ListsNineOrTenNumbers()
    {
        foreach (MathematicsExample example in ExampleStatistics.Draw(MathematicsModule.Sort, MathematicsDifficulty.Extrapolate, 300))
        {
            Assert.IsTrue(ExampleStatistics.VisibleTerms(MathematicsModule.Sort, example.Question) is 9 or 10, example.Question);
        }
    }

    [TestMethod]
    [DataRow(MathematicsModule.Linear1D)]
    [DataRow(MathematicsModule.Differentiate)]
    [DataRow(MathematicsModule.Collect)]
    public void Example_ModuleWithoutExtrapolation_SaysWhichHaveIt(MathematicsModule module)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new MathematicsGenerator(module).Example(MathematicsDifficulty.Extrapolate, 0));

        StringAssert.Contains(error.Message, "arithmetic__add_or_sub", StringComparison.Ordinal);
    }

    // Four standard deviations of our share and of one measured on 20,000, and the rounding of the printed figure.
    private static void AssertShare(double expected, double actual) =>
        Assert.AreEqual(expected, actual, (4 * Math.Sqrt(expected * (1 - expected) * ((1.0 / Count) + (1.0 / 20_000)))) + 0.006);

    private static void AssertMean(double expected, double[] values, MathematicsDifficulty difficulty)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        int published = difficulty <= MathematicsDifficulty.Hard ? 20_000 : 2000;

        // Four standard errors of the difference of two means, and the rounding of the printed figure.
        Assert.AreEqual(expected, mean, (4 * Math.Sqrt((variance / values.Length) + (variance / published))) + 0.05);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"(?<![\d*])0(?!\d)")]
    private static partial System.Text.RegularExpressions.Regex ZeroTerm();
}
