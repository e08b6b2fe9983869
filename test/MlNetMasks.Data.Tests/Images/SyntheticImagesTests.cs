using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Images;

[TestClass]
public sealed class SyntheticImagesTests
{
    [TestMethod]
    [DataRow("glyphs", DataSplit.Train, "a19d4ed9d80bda53e855e016355f66c9")]
    [DataRow("glyphs", DataSplit.Validation, "34aca41697c4099ba083d81711f20db3")]
    [DataRow("scenes", DataSplit.Train, "3b0ee4947829dda1ee19255e27b7fe8a")]
    [DataRow("scenes", DataSplit.Validation, "e55be6357c100bc5012ceefef5e3833f")]
    public void Rows_SeedOne_StayWhatTheyWereInEveryRelease(string source, DataSplit split, string start) =>
        Assert.StartsWith(start, DataFingerprint.Of(Source(source, split, 200)).Sha256);

    [TestMethod]
    [DataRow("glyphs", 784)]
    [DataRow("scenes", 3_072)]
    public void Rows_LongerSource_StartsWithTheShorterOneOnAnyCursor(string source, int pixels)
    {
        List<byte[]> few = ImageReading.Images(Source(source, DataSplit.Train, 100));
        List<byte[]> many = ImageReading.Images(Source(source, DataSplit.Train, 300));
        ImageDataView view = Source(source, DataSplit.Train, 300);
        DataViewSchema.Column column = view.Schema["Image"];

        Assert.AreEqual(pixels, view.Shape.PixelCount);
        Assert.IsTrue(few.Zip(many).All(static pair => pair.First.SequenceEqual(pair.Second)));
        Assert.HasCount(300, many.Select(Convert.ToHexString).Distinct().ToList());
        foreach (DataViewRowCursor cursor in view.GetRowCursorSet([column], 3))
        {
            using (cursor)
            {
                var image = cursor.GetGetter<VBuffer<byte>>(column);
                var id = cursor.GetIdGetter();
                VBuffer<byte> read = default;
                DataViewRowId row = default;
                while (cursor.MoveNext())
                {
                    id(ref row);
                    image(ref read);
                    Assert.IsTrue(read.GetValues().SequenceEqual(many[(int)row.Low]));
                }
            }
        }
    }

    [TestMethod]
    [DataRow("glyphs")]
    [DataRow("scenes")]
    public void Rows_SplitsAndSeeds_AreIndependentDrawsOfEvenClasses(string source)
    {
        List<uint> labels = RowReading.Values<uint>(Source(source, DataSplit.Train, 5_000), "Label");

        // Five standard deviations around a tenth.
        Assert.IsTrue(labels.CountBy(static key => key).All(static pair => Math.Abs(pair.Value - 500) < 106));
        foreach (ImageDataView other in new[] { Source(source, DataSplit.Validation, 5_000), Source(source, DataSplit.Train, 5_000, seed: 2) })
        {
            int same = labels.Zip(RowReading.Values<uint>(other, "Label")).Count(static pair => pair.First == pair.Second);
            Assert.AreEqual(500, same, 106);
        }
    }

    [TestMethod]
    public void Glyphs_Permuted_ShowTheSamePicturesInTheOrderOfMnist()
    {
        var source = new GlyphsSource(DataSplit.Train, 50, new GlyphsOptions { Permutations = [5, 0], Seed = 3 });
        List<byte[]> rows = ImageReading.Images(source);
        IReadOnlyList<int> order = new PixelPermutation(784, 3, 5).Order;

        Assert.HasCount(100, rows);
        for (int i = 0; i < 50; i++)
        {
            CollectionAssert.AreEqual(order.Select(pixel => rows[50 + i][pixel]).ToArray(), rows[i]);
        }
    }

    [TestMethod]
    public void Source_WrongArguments_SayWhatIsAllowed()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new GlyphsSource(DataSplit.Train, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new ScenesSource(DataSplit.Train, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new GlyphsSource((DataSplit)7, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new ScenesSource((DataSplit)7, 1));
        Assert.HasCount(10, ScenesSource.SceneNames);
    }

    private static ImageDataView Source(string name, DataSplit split, int images, int seed = 1) => name == "glyphs"
        ? new GlyphsSource(split, images, new GlyphsOptions { Seed = seed })
        : new ScenesSource(split, images, new ScenesOptions { Seed = seed });
}
