namespace MlNetMasks.Torch;

/// <summary>What a problem asks of a network.</summary>
/// <param name="InputSize">Number of input features per frame.</param>
/// <param name="OutputSize">Number of outputs per answer.</param>
/// <remarks>
/// An example is shown in frames, one after another; a plain example is one frame. The network's input is <c>[groups, rows, input frames x InputSize]</c>,
/// its output <c>[groups, rows, answers x OutputSize]</c>, both in the order of the frames. Sequences have a shape of their own, see <see cref="Sequence"/>.
/// </remarks>
public sealed record NetworkShape(int InputSize, int OutputSize)
{
    /// <summary>Frames of one example, 1 to 1,000.</summary>
    /// <value>Default: 1.</value>
    public int FrameCount { get; init => field = OptionRange.Check(value, 1, 1000); } = 1;

    /// <summary>Whether every frame shows the same input, so that the network gets it once.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RepeatsInput { get; init; }

    /// <summary>Whether the network answers after every frame; otherwise it answers once, after the last.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool ReadsEveryFrame { get; init; }

    /// <summary>The sequences that the problem maps to each other, where it does.</summary>
    /// <value>Default: <see langword="null"/>, inputs and answers of fixed size.</value>
    public SequenceShape? Sequence { get; init; }

    /// <summary>The images that the problem shows, where it does; <see cref="InputSize"/> is then their number of values.</summary>
    /// <value>Default: <see langword="null"/>, inputs without a geometry.</value>
    public ImageShape? Image { get; init; }

    /// <summary>Frames in the network's input: 1 where all frames are the same.</summary>
    public int InputFrameCount => RepeatsInput ? 1 : FrameCount;

    /// <summary>Answers in the network's output; of sequences the most, end token included.</summary>
    public int AnswerCount => Sequence is { } sequence ? sequence.OutputLength + 1 : ReadsEveryFrame ? FrameCount : 1;

    /// <summary>Checks, for a network of inputs of fixed size, that the problem has no sequences.</summary>
    internal void RequireFixedSize(string network)
    {
        if (Sequence is not null)
        {
            throw new ArgumentException(
                $"{network} takes inputs of fixed size, but the problem maps token sequences to token sequences. Use {nameof(EncoderDecoderLstmNetwork)} or {nameof(TransformerNetwork)}.");
        }
    }

    /// <summary>The sequences, for a network that maps one to another.</summary>
    internal SequenceShape RequireSequence(string network) => Sequence
        ?? throw new ArgumentException(
            $"{network} maps token sequences to token sequences, but the problem has inputs of fixed size. Use {nameof(SequenceProblem)}, or {nameof(FeedForwardNetwork)} or {nameof(LstmNetwork)}.");

    /// <summary>The images, for a network that convolves them.</summary>
    internal ImageShape RequireImage(string network)
    {
        var image = Image
            ?? throw new ArgumentException($"{network} needs images, but the problem's inputs have no channels, rows and columns. Use {nameof(ImageProblem)}, or {nameof(FeedForwardNetwork)}.");
        return InputSize == image.Count && FrameCount == 1
            ? image
            : throw new ArgumentException($"{network} takes one image of {image.Count} values, but the problem has {InputSize} inputs in {FrameCount} frames.");
    }

    /// <summary>Sequences, images or frames in words, for messages; nothing for a plain example.</summary>
    internal string FrameWords => Image is { } image ? $" (images of {image.ChannelCount} x {image.Height} x {image.Width})" : Sequence is { } sequence
        ? $" (sequences of at most {sequence.InputLength} to {sequence.OutputLength} tokens, {sequence.InputTokenCount} kinds of input tokens)"
        : FrameCount == 1 ? "" : $" ({FrameCount} {(RepeatsInput ? "equal" : "different")} frames, read after {(ReadsEveryFrame ? "each" : "the last")})";
}
