using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Kernels;

/// <summary>A run of floats in memory that the caller keeps alive.</summary>
public readonly unsafe struct FloatSegment : ISegment
{
    /// <summary>Names the memory.</summary>
    /// <param name="values">First float.</param>
    /// <param name="length">Floats; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null although the length is not 0.</exception>
    public FloatSegment(float* values, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > 0)
        {
            ArgumentNullException.ThrowIfNull(values);
        }

        Values = values;
        Length = length;
    }

    /// <summary>First float.</summary>
    public float* Values { get; }

    /// <summary>Number of floats.</summary>
    public long Length { get; }
}
