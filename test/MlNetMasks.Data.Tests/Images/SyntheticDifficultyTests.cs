using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Images;

/// <summary>The synthetic pictures must tell methods apart: what sees no shapes stays far from right.</summary>
[TestClass]
public sealed class SyntheticDifficultyTests
{
    private const int Bins = 8;

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("glyphs", 8_000)]
    [DataRow("scenes", 3_000)]
    public void LinearClassifier_OfThePixels_StaysBelowNineTenths(string source, int images)
    {
        var ml = new MLContext(seed: 1);
        double accuracy = Accuracy(
            ml,
            ml.Transforms.Conversion.ConvertType("Features", "Image", DataKind.Single).Append(ml.Transforms.NormalizeMinMax("Features")),
            Source(source, DataSplit.Train, images),
            Source(source, DataSplit.Validation, 1_000));

        Assert.IsLessThan(0.9, accuracy);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void Scenes_ByTheirColoursAlone_AreHardlyToldApart()
    {
        var ml = new MLContext(seed: 1);
        double accuracy = Accuracy(
            ml, ml.Transforms.NormalizeMinMax("Features"), Colours(ml, DataSplit.Train, 6_000), Colours(ml, DataSplit.Validation, 2_000));

        Assert.IsLessThan(0.4, accuracy);
    }

    private static double Accuracy<T>(MLContext ml, IEstimator<T> preparation, IDataView train, IDataView validation)
        where T : class, ITransformer
    {
        var model = preparation.Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(ml.Data.Cache(train));
        double accuracy = ml.MulticlassClassification.Evaluate(model.Transform(validation)).MicroAccuracy;
        Console.WriteLine($"accuracy {accuracy:F3}");
        return accuracy;
    }

    /// <summary>Mean, deviation and a histogram of each channel.</summary>
    private static IDataView Colours(MLContext ml, DataSplit split, int images)
    {
        var source = new ScenesSource(split, images);
        IEnumerable<ColourRow> rows = ImageReading.Images(source).Zip(RowReading.Values<uint>(source, "Label"), static (image, label) => new ColourRow
        {
            Label = label,
            Features = [.. image.Chunk(1_024).SelectMany(Statistics)],
        });
        return ml.Data.LoadFromEnumerable(rows.ToList());
    }

    private static IEnumerable<float> Statistics(byte[] channel)
    {
        double mean = channel.Average(static value => value);
        float[] histogram = new float[Bins];
        foreach (byte value in channel)
        {
            histogram[value * Bins / 256]++;
        }

        return histogram.Append((float)mean).Append((float)Math.Sqrt(channel.Average(value => (value - mean) * (value - mean))));
    }

    private static ImageDataView Source(string name, DataSplit split, int images) => name == "glyphs"
        ? new GlyphsSource(split, images)
        : new ScenesSource(split, images);

    private sealed class ColourRow
    {
        [KeyType(10)]
        public uint Label { get; set; }

        [VectorType(3 * (Bins + 2))]
        public float[] Features { get; set; } = [];
    }
}
