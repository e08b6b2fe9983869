using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Positions as waves (Vaswani et al. 2017, section 3.5): features 2 i and 2 i + 1 of position p are sine and cosine of p / 10000^(2 i / size).
/// </summary>
internal sealed class SinusoidalPositions
{
    private readonly float[] _values;
    private readonly int _size;

    /// <summary>Computes the positions.</summary>
    /// <param name="size">Features of a token.</param>
    /// <param name="count">Positions.</param>
    public SinusoidalPositions(int size, int count)
    {
        _size = size;
        _values = new float[size * count];
        for (var i = 0; i < _values.Length; i++)
        {
            var (position, feature) = (i / size, i % size);
            var angle = position * Math.Pow(10_000, -(feature - (feature % 2)) / (double)size);
            _values[i] = (float)(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }
    }

    /// <summary>Some positions.</summary>
    /// <returns><c>[count, size]</c></returns>
    public Tensor Take(long first, long count, ScalarType type) =>
        tensor(_values.AsSpan((int)first * _size, (int)count * _size).ToArray()).view(count, _size).to(type);
}
