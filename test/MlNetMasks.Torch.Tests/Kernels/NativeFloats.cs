using System.Runtime.InteropServices;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>Aligned native memory for kernel tests, surrounded by guard values that show writes beyond its ends.</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    private const int Guard = 16;
    private const float GuardValue = -12345.625f;

    private readonly float* _memory;

    public NativeFloats(int length)
    {
        Length = length;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)((length + (2 * Guard)) * sizeof(float)), 64);
        new Span<float>(_memory, length + (2 * Guard)).Fill(GuardValue);
        Span.Clear();
    }

    public NativeFloats(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Span);

    public int Length { get; }

    public float* Pointer => _memory + Guard;

    public Span<float> Span => new(Pointer, Length);

    public void Dispose()
    {
        var before = new Span<float>(_memory, Guard);
        var after = new Span<float>(Pointer + Length, Guard);
        var intact = !before.ContainsAnyExcept(GuardValue) && !after.ContainsAnyExcept(GuardValue);
        NativeMemory.AlignedFree(_memory);
        Assert.IsTrue(intact, "A kernel wrote outside its memory.");
    }
}
