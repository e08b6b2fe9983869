namespace MlNetMasks.Masks;

/// <summary>What a mask of a <see cref="MaskSet"/> was learned for.</summary>
public enum MaskRole
{
    /// <summary>One function: a subtask, a subset of the data, or a part of the output.</summary>
    Function,

    /// <summary>The full problem; function masks are compared with it.</summary>
    Control,
}
