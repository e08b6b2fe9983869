namespace MlNetMasks.Torch;

/// <summary>
/// An encoder-decoder Transformer with normalisation after each residual sum (Vaswani et al. 2017; paper, appendix A) and sinusoidal positions. Weights of attention
/// and of linear layers and gains and offsets of normalisation are masked, biases and embedding tables never. It always sees the right answers while it trains;
/// in evaluation it answers greedily.
/// </summary>
/// <param name="ModelSize">Features of a token, 1 to 16,384; a multiple of <see cref="HeadCount"/>.</param>
public sealed record TransformerNetwork(int ModelSize) : NetworkSpec
{
    /// <summary>Features of a token.</summary>
    public int ModelSize { get; } = OptionRange.Check(ModelSize, 1, 16_384);

    /// <summary>Heads of an attention, 1 to 1,024; divides <see cref="ModelSize"/>.</summary>
    /// <value>Default: 4.</value>
    public int HeadCount { get; init => field = OptionRange.Check(value, 1, 1024); } = 4;

    /// <summary>Hidden units of the feed-forward part of a layer, 1 to 65,536.</summary>
    /// <value>Default: 200.</value>
    public int FeedForwardSize { get; init => field = OptionRange.Check(value, 1, 65_536); } = 200;

    /// <summary>Layers of the encoder, 1 to 64.</summary>
    /// <value>Default: 3.</value>
    public int EncoderLayerCount { get; init => field = OptionRange.Check(value, 1, 64); } = 3;

    /// <summary>Layers of the decoder, 1 to 64.</summary>
    /// <value>Default: 3.</value>
    public int DecoderLayerCount { get; init => field = OptionRange.Check(value, 1, 64); } = 3;

    /// <summary>
    /// Probability in [0, 1) with which dropout removes, while pretraining, elements of attention, of the hidden units and of what is added to the residual sum.
    /// </summary>
    /// <value>Default: 0.1.</value>
    public double Dropout { get; init => field = OptionRange.Check(value, 0, Math.BitDecrement(1.0)); } = 0.1;

    /// <summary>
    /// Whether one table embeds inputs and answers and, divided by the root of <see cref="ModelSize"/>, gives the logits; inputs and answers must be made of the same
    /// tokens. Otherwise each has a table, and a linear layer gives the logits.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool TiesEmbeddings { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The heads do not divide the size, the problem has no sequences, or tied embeddings have different tokens to embed.</exception>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var sequence = builder.Shape.RequireSequence("A Transformer");
        if (ModelSize % HeadCount != 0)
        {
            throw new ArgumentException($"HeadCount {HeadCount} does not divide ModelSize {ModelSize}; choose a divisor.");
        }

        if (TiesEmbeddings && !sequence.SharesTokens)
        {
            throw new ArgumentException("TiesEmbeddings needs inputs and answers of the same tokens, but their names differ. Give both columns the same vocabulary, or do not tie the embeddings.");
        }

        return new TransformerModule(builder, this, sequence);
    }
}
