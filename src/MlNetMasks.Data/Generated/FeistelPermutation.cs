namespace MlNetMasks.Data;

/// <summary>
/// A seeded permutation of [0, count) that needs no table: a Feistel network over pairs (left, right) with left * right barely above count,
/// and positions that fall outside [0, count) walk on along their cycle.
/// </summary>
internal sealed class FeistelPermutation
{
    private const int RoundPairs = 3;
    private readonly ulong _count;
    private readonly ulong _leftSize;
    private readonly ulong _rightSize;
    private readonly ulong[] _keys = new ulong[2 * RoundPairs];

    public FeistelPermutation(long count, ulong seed)
    {
        _count = (ulong)count;
        _leftSize = (ulong)Math.Sqrt(count) + 1;
        _rightSize = (_count + _leftSize - 1) / _leftSize;
        var random = new CounterRandom((long)seed, "shuffle");
        for (int round = 0; round < _keys.Length; round++)
        {
            _keys[round] = random.Bits(round, 0);
        }
    }

    /// <summary>Returns the index that comes at a position in [0, count).</summary>
    public long IndexAt(long position)
    {
        ulong value = (ulong)position;
        do
        {
            (ulong right, ulong left) = Math.DivRem(value, _leftSize);
            for (int round = 0; round < _keys.Length; round += 2)
            {
                left = Shift(left, right, _keys[round], _leftSize);
                right = Shift(right, left, _keys[round + 1], _rightSize);
            }

            value = (right * _leftSize) + left;
        }
        while (value >= _count);

        return (long)value;
    }

    private static ulong Shift(ulong half, ulong other, ulong key, ulong size)
    {
        ulong shifted = half + Math.BigMul(CounterRandom.Mix(other + key), size, out _);
        return shifted >= size ? shifted - size : shifted;
    }
}
