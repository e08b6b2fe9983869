namespace MlNetMasks.Torch;

/// <summary>How the two pairs of a double addition are shown, in a frame each, and where their sums are read (paper, section 3.2).</summary>
public enum PairMode
{
    /// <summary>Both pairs in both frames, in input slots of their own; both sums read after the last frame.</summary>
    Together,

    /// <summary>In frame t only pair t, in an input slot of its own, the other slot zero; both sums read after the last frame.</summary>
    OnlyOne,

    /// <summary>One input slot, which shows pair t in frame t; both sums read after the last frame.</summary>
    SameInput,

    /// <summary>Both pairs in both frames; one output slot, which gives the sum of pair t after frame t.</summary>
    SameOutput,

    /// <summary>One input slot, which shows pair t in frame t, and one output slot, which gives its sum after frame t.</summary>
    SameIo,

    /// <summary>In frame t only pair t, in an input slot of its own; its sum is read after frame t, from an output slot of its own. The only mode of the feed-forward task.</summary>
    OnlyOneIo,
}
