namespace MlNetMasks.Torch.Tests.Images;

/// <summary>Pictures small enough for a unit test: noise with a bright bar, whose direction is the class.</summary>
internal static class TinyImages
{
    public const int Size = 8;

    public static ConvolutionalNetwork Network { get; } = new([4, 6]) { Dropout = [0, 0.25] };

    public static ResidualNetwork Residual { get; } = new(8) { BaseWidth = 4 };

    /// <summary>Whole blocks of channels behind the first layer, as in the paper's networks: all mask samples are one grouped convolution there.</summary>
    public static ConvolutionalNetwork WideNetwork { get; } = new([16, 32]);

    public static ResidualNetwork WideResidual { get; } = new(8) { BaseWidth = 16 };

    public static BoundProblem Problem { get; } = new ImageProblem { ChannelMeans = [0.3, 0.2], ChannelDeviations = [0.3, 0.4] }.Bind(Sizes(2 * Size * Size, classes: 2));

    public static ExampleTable Rows { get; } = Create(90);

    public static Dictionary<string, ColumnSize> Sizes(int width, int classes) => new()
    {
        ["Image"] = new(width, []),
        ["Label"] = new(1, Tiny.Classes[..classes]),
    };

    private static ExampleTable Create(int rows)
    {
        var random = new RandomStream(9);
        var images = new byte[rows * 2 * Size * Size];
        var labels = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            labels[row] = random.NextInt32(2);
            var bar = 2 + random.NextInt32(Size - 4);
            for (var i = 0; i < 2 * Size * Size; i++)
            {
                var place = labels[row] == 0 ? i / Size % Size : i % Size;
                images[(row * 2 * Size * Size) + i] = (byte)(random.NextInt32(100) + (place == bar ? 120 : 0));
            }
        }

        return new ExampleTable([new ExampleColumn<byte>("Image", 2 * Size * Size, images), new ExampleColumn<int>("Label", 1, labels)]);
    }
}
