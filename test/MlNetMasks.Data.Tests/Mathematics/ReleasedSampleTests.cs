namespace MlNetMasks.Data.Tests.Mathematics;

/// <summary>
/// Compares the generators with sample files of the data set, when the environment variable <c>MLNETMASKS_TEST_DATA</c> names a folder with
/// <c>dm_math/train-easy</c> and its siblings.
/// </summary>
[TestClass]
public sealed class ReleasedSampleTests
{
    private const int MostExamples = 5000;

    public static IEnumerable<object[]> Regimes => ExampleStatistics.RegimeRows;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Regimes))]
    public void Samples_EveryRegime_HaveExactAnswersAndOurDistribution(MathematicsModule module, MathematicsDifficulty difficulty)
    {
        string? root = Environment.GetEnvironmentVariable("MLNETMASKS_TEST_DATA");
        string path = Path.Combine(root ?? "", "dm_math", MathematicsFiles.PathOf(module, difficulty));
        if (string.IsNullOrEmpty(root) || !File.Exists(path))
        {
            Assert.Inconclusive($"Not run: MLNETMASKS_TEST_DATA names no folder with dm_math/{MathematicsFiles.PathOf(module, difficulty)}.");
        }

        MathematicsExample[] theirs = [.. File.ReadLines(path).Take(2 * MostExamples).Chunk(2).Select(static pair => new MathematicsExample(pair[0], pair[1]))];
        foreach (MathematicsExample example in theirs)
        {
            Assert.AreEqual(MathematicsAnswer.Of(module, example.Question), example.Answer, example.Question);
        }

        MathematicsExample[] ours = ExampleStatistics.Draw(module, difficulty, Math.Min(theirs.Length, MostExamples), seed: 3);
        double question = Distance(ours, theirs, static example => example.Question.Length);
        double answer = Distance(ours, theirs, static example => example.Answer.Length);
        (double template, int cells) = ChiSquare(
            [.. ours.Select(example => ExampleStatistics.Template(module, example.Question))],
            [.. theirs.Select(example => ExampleStatistics.Template(module, example.Question))]);
        double limit = 2.2 * Math.Sqrt((1.0 / ours.Length) + (1.0 / theirs.Length));
        TestContext.WriteLine(
            $"{module} {difficulty}: n {ours.Length}+{theirs.Length}, Kolmogorov-Smirnov distance question {question:F4} answer {answer:F4} (limit {limit:F4}), "
            + $"templates chi-square {template:F1} of {cells - 1} degrees");

        // 2.2 is passed by chance once in 8,000; the chi-square bound is five standard deviations.
        Assert.IsLessThan(limit, question, "question lengths");
        Assert.IsLessThan(limit, answer, "answer lengths");
        Assert.IsLessThan(cells - 1 + (5 * Math.Sqrt(2 * Math.Max(cells - 1, 1))), template, "templates");
    }

    [TestMethod]
    [DataRow(MathematicsModule.AddOrSub)]
    [DataRow(MathematicsModule.Collect)]
    public void Samples_ReadAsASource_AreAllAccepted(MathematicsModule module)
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("MLNETMASKS_TEST_DATA") ?? "", "dm_math");
        if (!Directory.Exists(folder) || !Path.IsPathFullyQualified(folder))
        {
            Assert.Inconclusive("Not run: MLNETMASKS_TEST_DATA names no folder with dm_math.");
        }

        var questions = MathematicsQuestions.Read(folder, module);
        foreach (MathematicsDifficulty difficulty in Enum.GetValues<MathematicsDifficulty>())
        {
            int train = questions.CountOf(DataSplit.Train, difficulty);
            int validation = questions.CountOf(DataSplit.Validation, difficulty);
            TestContext.WriteLine($"{module} {difficulty}: train {train}, validation {validation}");
            Assert.AreEqual(MathematicsFiles.Exists(module, difficulty), validation > 0);
        }
    }

    private static double Distance(MathematicsExample[] ours, MathematicsExample[] theirs, Func<MathematicsExample, int> measure)
    {
        int[] first = Cumulative(ours, measure);
        int[] second = Cumulative(theirs, measure);
        return first.Zip(second).Max(pair => Math.Abs((pair.First / (double)ours.Length) - (pair.Second / (double)theirs.Length)));
    }

    private static int[] Cumulative(MathematicsExample[] examples, Func<MathematicsExample, int> measure)
    {
        int[] counts = new int[MathematicsVocabulary.MaxQuestionLength + 1];
        foreach (MathematicsExample example in examples)
        {
            counts[measure(example)]++;
        }

        for (int i = 1; i < counts.Length; i++)
        {
            counts[i] += counts[i - 1];
        }

        return counts;
    }

    // Templates seen fewer than ten times in all are one cell.
    private static (double ChiSquare, int Cells) ChiSquare(string[] ours, string[] theirs)
    {
        Dictionary<string, int> all = ours.Concat(theirs).CountBy(static text => text).ToDictionary();
        string Cell(string text) => all[text] < 10 ? "rare" : text;
        Dictionary<string, int> first = ours.CountBy(Cell).ToDictionary();
        Dictionary<string, int> second = theirs.CountBy(Cell).ToDictionary();
        string[] cells = [.. first.Keys.Union(second.Keys)];
        double ratio = Math.Sqrt(theirs.Length / (double)ours.Length);
        return (cells.Sum(cell => Square((first.GetValueOrDefault(cell) * ratio) - (second.GetValueOrDefault(cell) / ratio))
            / (first.GetValueOrDefault(cell) + second.GetValueOrDefault(cell))), cells.Length);
    }

    private static double Square(double value) => value * value;
}
