namespace MlNetMasks.Data;

/// <summary>One add/mul example: two numbers, the operation asked for, and the results of both operations, all as digits.</summary>
public sealed class AddMulRow
{
    private readonly long _modulus;
    private readonly byte[] _left;
    private readonly byte[] _right;
    private readonly byte[] _sum;
    private readonly byte[] _product;

    /// <summary>Creates the example 0 + 0.</summary>
    /// <param name="digits">Digits of each number, 1 to 6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> is not in 1 to 6.</exception>
    public AddMulRow(int digits)
    {
        _modulus = DecimalDigits.Modulus(digits);
        _left = new byte[digits];
        _right = new byte[digits];
        _sum = new byte[digits];
        _product = new byte[digits];
    }

    /// <summary>The operation asked for.</summary>
    public ArithmeticOperation Operation { get; private set; }

    /// <summary>Digits of the left operand, least significant first.</summary>
    public ReadOnlySpan<byte> Left => _left;

    /// <summary>Digits of the right operand, least significant first.</summary>
    public ReadOnlySpan<byte> Right => _right;

    /// <summary>Digits of left + right modulo 10^digits, least significant first.</summary>
    public ReadOnlySpan<byte> Sum => _sum;

    /// <summary>Digits of left * right modulo 10^digits, least significant first.</summary>
    public ReadOnlySpan<byte> Product => _product;

    /// <summary>Digits of the result asked for: <see cref="Sum"/> or <see cref="Product"/>.</summary>
    public ReadOnlySpan<byte> Result => Operation == ArithmeticOperation.Add ? _sum : _product;

    /// <summary>Turns this row into another example.</summary>
    /// <param name="operation">Operation asked for.</param>
    /// <param name="left">Left operand, 0 to 10^digits - 1.</param>
    /// <param name="right">Right operand, 0 to 10^digits - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An operand has more digits than the row, or the operation is unknown.</exception>
    public void Set(ArithmeticOperation operation, long left, long right)
    {
        if (operation is not (ArithmeticOperation.Add or ArithmeticOperation.Multiply))
        {
            throw new ArgumentOutOfRangeException(nameof(operation), operation, "The operation must be Add or Multiply.");
        }

        CheckOperand(nameof(left), left);
        CheckOperand(nameof(right), right);
        Operation = operation;
        DecimalDigits.Write(left, _left);
        DecimalDigits.Write(right, _right);
        DecimalDigits.Write(left + right, _sum);
        DecimalDigits.Write(left * right, _product);
    }

    private void CheckOperand(string name, long value)
    {
        if (value < 0 || value >= _modulus)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"The operand must be in 0 to {_modulus - 1}, the numbers of {_left.Length} digits. Use more digits.");
        }
    }
}
