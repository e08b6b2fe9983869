namespace MlNetMasks.Torch.Tests.Images;

[TestClass]
public sealed class ImageProblemTests
{
    [TestMethod]
    public void Bind_ToMnistAndCifar_HasTheirSizes()
    {
        Assert.AreEqual(new NetworkShape(784, 5) { Image = new ImageShape(1, 28, 28) }, ImageProblem.Mnist.Bind(TinyImages.Sizes(784, 5)).Shape);
        Assert.AreEqual(new NetworkShape(3072, 5) { Image = new ImageShape(3, 32, 32) }, ImageProblem.Cifar10.Bind(TinyImages.Sizes(3072, 5)).Shape);
        Assert.AreEqual(new ImageShape(1, 4, 6), new ImageProblem { Height = 4 }.Bind(TinyImages.Sizes(24, 2)).Shape.Image);
    }

    [TestMethod]
    public void Bind_ToColumnsThatDoNotFit_NamesTheColumn()
    {
        AssertRefused("Column 'Image' has 3072 values per row", ImageProblem.Mnist, 3072, 2);
        AssertRefused("no pictures of 5 rows", new ImageProblem { Height = 5 }, 24, 2);
        AssertRefused("at least 2 classes", ImageProblem.Mnist, 784, 1);
        AssertRefused("2 channel means and 1 channel deviations", new ImageProblem { ChannelMeans = [0.1, 0.2] }, 784, 2);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ImageProblem { ChannelDeviations = [0] });
        Assert.ThrowsExactly<ArgumentException>(() => new ImageProblem { ChannelMeans = [] });

        static void AssertRefused(string message, ImageProblem problem, int width, int classes) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => problem.Bind(TinyImages.Sizes(width, classes))).Message, message);
    }

    [TestMethod]
    public void Equals_ComparesNormalisation()
    {
        Assert.AreEqual(new ImageProblem { ChannelMeans = [0.5] }, new ImageProblem { ChannelMeans = [0.5] });
        Assert.AreNotEqual(ImageProblem.Mnist, new ImageProblem { ChannelMeans = [0.5] });
        Assert.AreEqual(ImageProblem.Mnist.GetHashCode(), new ImageProblem().GetHashCode());
    }

    [TestMethod]
    public void Encode_OfBytes_NormalisesEachChannel()
    {
        var problem = new ImageProblem { ChannelMeans = [0.5, 0.25], ChannelDeviations = [0.5, 0.25], Height = 1 }.Bind(TinyImages.Sizes(4, 2));
        using var batch = problem.CreateBatch(1);

        problem.Encode(Table([0, 255, 0, 255], 4), [0], batch, withTargets: true);

        CollectionAssert.AreEqual(new[] { -1f, 1f, -1f, 3f }, batch.InputRow(0).ToArray());
        Assert.AreEqual(1, batch.TargetRow(0)[0]);
    }

    [TestMethod]
    public void Augment_ShiftsAndFlipsWithinABlackBorder()
    {
        var problem = new ImageProblem { ChannelMeans = [0], ChannelDeviations = [1] }.Bind(TinyImages.Sizes(9, 2));
        var table = Table([255, 0, 0, 0, 0, 0, 0, 0, 0], 9); // a dot in the corner
        using var batch = problem.CreateBatch(400);
        var rows = new int[400];
        problem.Encode(table, rows, batch, withTargets: true);

        problem.Augment(table, rows, batch, new ImageAugmentation { CropPadding = 1 }, key: 4);

        // A border of 1 moves the dot to one of 3 x 3 places, of which 2 x 2 are inside; flips bring the right half.
        var places = Enumerable.Range(0, 400).Select(row => batch.InputRow(row).IndexOf(1)).ToArray();
        CollectionAssert.AreEquivalent(new[] { -1, 0, 1, 2, 3, 4, 5 }, places.Distinct().ToArray());
        Assert.AreEqual(5.0 / 9, places.Count(place => place < 0) / 400.0, 0.1);
        var first = batch.Input.data<float>().ToArray();
        problem.Augment(table, rows, batch, new ImageAugmentation { CropPadding = 1 }, key: 4);
        CollectionAssert.AreEqual(first, batch.Input.data<float>().ToArray());
        problem.Augment(table, rows, batch, new ImageAugmentation { CropPadding = 0, Flips = false }, key: 4);
        Assert.IsTrue(Enumerable.Range(0, 400).All(row => batch.InputRow(row)[0] == 1));
    }

    [TestMethod]
    public void Validate_OfBadRows_NamesColumnAndRow()
    {
        var problem = ImageProblem.Mnist.Bind(TinyImages.Sizes(9, 2));
        problem.Validate(Table(new byte[9], 9), withTargets: true, firstRow: 0);
        StringAssert.StartsWith(Assert.ThrowsExactly<InvalidDataException>(() => problem.Validate(Table(new byte[8], 8), withTargets: true, firstRow: 0)).Message, "Column 'Image' has 8 values per row; 9 were expected.");
        var unlabelled = new ExampleTable([new ExampleColumn<byte>("Image", 9, new byte[9]), new ExampleColumn<int>("Label", 1, [-1])]);
        StringAssert.StartsWith(Assert.ThrowsExactly<InvalidDataException>(() => problem.Validate(unlabelled, withTargets: true, firstRow: 7)).Message, "Column 'Label' is missing in row 7");
    }

    private static ExampleTable Table(byte[] image, int width) => new([new ExampleColumn<byte>("Image", width, image), new ExampleColumn<int>("Label", 1, [1])]);
}
