namespace MlNetMasks.Masks;

/// <summary>What a mask of a <see cref="MaskSet"/> was learned for.</summary>
public enum MaskRole
{
    /// <summary>One function: a subtask, a subset of the data, or a part of the output.</summary>
    Function,

    /// <summary>The full problem; function masks are compared with it.</summary>
    Control,

    /// <summary>One function, but learned on re-initialised weights of the same architecture: listed and evaluated, never counted in sharing or overlap.</summary>
    Reinitialised,

    /// <summary>Made of other masks by a set expression: listed and evaluated, never counted in sharing or overlap.</summary>
    Expression,
}
