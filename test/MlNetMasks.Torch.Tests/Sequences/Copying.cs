namespace MlNetMasks.Torch.Tests.Sequences;

/// <summary>Sequences to copy: small enough to be learned within a test.</summary>
internal static class Copying
{
    public const int Width = 5;

    public static readonly string[] Tokens = ["", "a", "b", "c"];

    public static BoundProblem Problem { get; } = Bind(Width);

    /// <summary>The two kinds of network that map sequences to sequences, small.</summary>
    public static NetworkSpec[] Networks =>
    [
        new TransformerNetwork(16) { HeadCount = 2, FeedForwardSize = 24, EncoderLayerCount = 1, DecoderLayerCount = 2 },
        new TransformerNetwork(16) { HeadCount = 2, FeedForwardSize = 24, EncoderLayerCount = 1, DecoderLayerCount = 1, TiesEmbeddings = true },
        new EncoderDecoderLstmNetwork(12) { EmbeddingSize = 6 },
    ];

    public static BoundProblem Bind(int width) => new SequenceProblem().Bind(new Dictionary<string, ColumnSize>
    {
        ["Input"] = new(width, Tokens),
        ["Target"] = new(width, Tokens),
    });

    /// <summary>Random sequences of 1 to <see cref="Width"/> tokens, each its own answer.</summary>
    public static ExampleTable Rows(int count, ulong key = 1, int width = Width)
    {
        var random = new RandomStream(key);
        var values = new byte[count * width];
        for (var row = 0; row < count; row++)
        {
            var length = 1 + random.NextInt32(Math.Min(Width, width));
            for (var t = 0; t < length; t++)
            {
                values[(row * width) + t] = (byte)(1 + random.NextInt32(Tokens.Length - 1));
            }
        }

        return Of(values, width);
    }

    /// <summary>Given sequences, padded, each its own answer.</summary>
    public static ExampleTable Of(byte[] values, int width = Width) =>
        new([new ExampleColumn<byte>("Input", width, values), new ExampleColumn<byte>("Target", width, values)]);
}
