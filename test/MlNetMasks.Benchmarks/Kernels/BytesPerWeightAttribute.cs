namespace MlNetMasks.Benchmarks.Kernels;

/// <summary>The memory traffic of a kernel.</summary>
/// <param name="bytes">Bytes read and written per weight.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BytesPerWeightAttribute(int bytes) : Attribute
{
    /// <summary>Bytes read and written per weight.</summary>
    public int Bytes { get; } = bytes;
}
