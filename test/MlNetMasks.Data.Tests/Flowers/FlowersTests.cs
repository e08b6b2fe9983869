using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Flowers;

[TestClass]
public sealed class FlowersTests
{
    private static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "data", "flowers.csv");

    [TestMethod]
    public void FlowersFile_Regenerated_IsTheSame()
    {
        string expected = SyntheticFlowers.ToCsv();
        string copy = Path.Combine(AppContext.BaseDirectory, "flowers.regenerated.csv");
        File.WriteAllText(copy, expected);

        Assert.IsTrue(
            string.Equals(expected, File.ReadAllText(s_file), StringComparison.Ordinal),
            $"data/flowers.csv is not what the procedure makes; that is in {copy}.");
    }

    [TestMethod]
    public void FlowersFile_ReadByTextLoader_HasThreeSpeciesWithPositiveMeasures()
    {
        IDataView view = Load(new MLContext(seed: 1));

        List<ReadOnlyMemory<char>> species = RowReading.Values<ReadOnlyMemory<char>>(view, "species");
        Assert.HasCount(SyntheticFlowers.RowCount, species);
        Assert.IsTrue(species.CountBy(static name => name.ToString()).All(static pair => pair.Value == 100));
        foreach (string column in new[] { "stem_length", "stem_width", "petal_length", "petal_width" })
        {
            Assert.IsTrue(RowReading.Values<float>(view, column).All(static value => value > 0));
        }
    }

    [TestMethod]
    public void FlowersFile_LinearClassifier_LearnsMostButNotAll()
    {
        var ml = new MLContext(seed: 1);
        DataOperationsCatalog.TrainTestData data = ml.Data.TrainTestSplit(Load(ml), testFraction: 0.3, seed: 1);
        var pipeline = ml.Transforms.Concatenate("Features", "stem_length", "stem_width", "petal_length", "petal_width")
            .Append(ml.Transforms.NormalizeMeanVariance("Features"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label", "species"))
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 20));

        double accuracy = ml.MulticlassClassification.Evaluate(pipeline.Fit(data.TrainSet).Transform(data.TestSet)).MicroAccuracy;

        Assert.IsGreaterThan(0.88, accuracy);
        Assert.IsLessThan(1.0, accuracy);
    }

    private static IDataView Load(MLContext ml) => ml.Data.LoadFromTextFile(
        s_file,
        [
            new TextLoader.Column("stem_length", DataKind.Single, 0),
            new TextLoader.Column("stem_width", DataKind.Single, 1),
            new TextLoader.Column("petal_length", DataKind.Single, 2),
            new TextLoader.Column("petal_width", DataKind.Single, 3),
            new TextLoader.Column("species", DataKind.String, 4),
        ],
        separatorChar: ',',
        hasHeader: true);
}
