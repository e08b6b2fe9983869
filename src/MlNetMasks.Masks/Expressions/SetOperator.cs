namespace MlNetMasks.Masks;

/// <summary>Operators of a <see cref="MaskExpression"/>, from the one that binds least to the one that binds most.</summary>
internal enum SetOperator
{
    Or,
    Xor,
    And,
    Not,
}
