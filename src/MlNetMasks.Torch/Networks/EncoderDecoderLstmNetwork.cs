namespace MlNetMasks.Torch;

/// <summary>
/// An LSTM that reads a token sequence and another one that writes the answer from the state the first one ends in (Sutskever et al. 2014; paper, appendix A).
/// Weights of the layers and of the output are masked, biases and embedding tables never. While it trains, a draw per batch decides whether the decoder is
/// shown the right answer's tokens or its own; in evaluation it answers greedily.
/// </summary>
/// <remarks>
/// A batch that is shown its own tokens is first decoded without gradients, under the same mask sample and the same dropout, and then run once more on what
/// came out: the choice of the likeliest token has no gradient, so this is the same step as decoding with gradients, at the price of a second
/// pass forward. Rows that have ended go on, because the loss counts the steps that the right answer has.
/// </remarks>
/// <param name="HiddenSize">Units of a layer, 1 to 16,384.</param>
public sealed record EncoderDecoderLstmNetwork(int HiddenSize) : NetworkSpec
{
    /// <summary>Units of a layer.</summary>
    public int HiddenSize { get; } = OptionRange.Check(HiddenSize, 1, 16_384);

    /// <summary>Layers of encoder and decoder each, 1 to 16.</summary>
    /// <value>Default: 2.</value>
    public int LayerCount { get; init => field = OptionRange.Check(value, 1, 16); } = 2;

    /// <summary>Features of an embedded token, 1 to 16,384.</summary>
    /// <value>Default: 16.</value>
    public int EmbeddingSize { get; init => field = OptionRange.Check(value, 1, 16_384); } = 16;

    /// <summary>Probability in [0, 1) with which dropout removes, while pretraining, features of embedded tokens and of what one layer passes to the next.</summary>
    /// <value>Default: 0.5.</value>
    public double Dropout { get; init => field = OptionRange.Check(value, 0, Math.BitDecrement(1.0)); } = 0.5;

    /// <summary>Probability in [0, 1] that a training batch, of pretraining or of learning a mask, shows the decoder the right answer's tokens.</summary>
    /// <value>Default: 0.5.</value>
    public double TeacherForcing { get; init => field = OptionRange.Check(value, 0.0, 1.0); } = 0.5;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The problem has no sequences.</exception>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new EncoderDecoderLstmModule(builder, this, builder.Shape.RequireSequence("An encoder-decoder LSTM"));
    }
}
