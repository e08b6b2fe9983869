namespace MlNetMasks.Data;

/// <summary>One double-addition example: two pairs of numbers and the sum of each pair, all as digits.</summary>
public sealed class DoubleAdditionRow
{
    private readonly AddMulRow[] _pairs;

    /// <summary>Creates the example 0 + 0, 0 + 0.</summary>
    /// <param name="digits">Digits of each number, 1 to 6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> is not in 1 to 6.</exception>
    public DoubleAdditionRow(int digits) => _pairs = [new AddMulRow(digits), new AddMulRow(digits)];

    /// <summary>Number of pairs.</summary>
    public static int PairCount => 2;

    /// <summary>Digits of a pair's left operand, least significant first.</summary>
    /// <param name="pair">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public ReadOnlySpan<byte> Left(int pair) => Pair(pair).Left;

    /// <summary>Digits of a pair's right operand, least significant first.</summary>
    /// <param name="pair">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public ReadOnlySpan<byte> Right(int pair) => Pair(pair).Right;

    /// <summary>Digits of a pair's left + right modulo 10^digits, least significant first.</summary>
    /// <param name="pair">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public ReadOnlySpan<byte> Result(int pair) => Pair(pair).Sum;

    /// <summary>Gives a pair other numbers.</summary>
    /// <param name="pair">0 or 1.</param>
    /// <param name="left">Left operand, 0 to 10^digits - 1.</param>
    /// <param name="right">Right operand, 0 to 10^digits - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair, or an operand has more digits than the row.</exception>
    public void Set(int pair, long left, long right) => Pair(pair).Set(ArithmeticOperation.Add, left, right);

    private AddMulRow Pair(int pair) => pair >= 0 && pair < _pairs.Length
        ? _pairs[pair]
        : throw new ArgumentOutOfRangeException(nameof(pair), pair, "The pair must be 0 or 1.");
}
