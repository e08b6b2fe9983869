namespace MlNetMasks.Torch;

/// <summary>What a problem asks of a network.</summary>
/// <param name="InputSize">Number of input features per frame.</param>
/// <param name="OutputSize">Number of outputs per answer.</param>
/// <remarks>
/// An example is shown in frames, one after another; a plain example is one frame. The network's input is <c>[groups, rows, input frames x InputSize]</c>,
/// its output <c>[groups, rows, answers x OutputSize]</c>, both in the order of the frames.
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

    /// <summary>Frames in the network's input: 1 where all frames are the same.</summary>
    public int InputFrameCount => RepeatsInput ? 1 : FrameCount;

    /// <summary>Answers in the network's output.</summary>
    public int AnswerCount => ReadsEveryFrame ? FrameCount : 1;

    /// <summary>The frames in words, for messages; nothing for a single one.</summary>
    internal string FrameWords => FrameCount == 1 ? "" : $" ({FrameCount} {(RepeatsInput ? "equal" : "different")} frames, read after {(ReadsEveryFrame ? "each" : "the last")})";
}
