namespace MlNetMasks.Data;

/// <summary>What an add/mul example asks for.</summary>
public enum ArithmeticOperation
{
    /// <summary>Addition, named <c>add</c> in data and results.</summary>
    Add,

    /// <summary>Multiplication, named <c>mul</c> in data and results.</summary>
    Multiply,
}
