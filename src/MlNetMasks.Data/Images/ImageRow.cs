namespace MlNetMasks.Data;

/// <summary>One picture and its class.</summary>
public sealed class ImageRow
{
    private readonly byte[] _image;

    internal ImageRow(int pixelCount, int canvasSize)
    {
        _image = new byte[pixelCount];
        Drawn = new byte[pixelCount];
        Canvas = new float[canvasSize];
    }

    /// <summary>Values of the pixels, 0 to 255: all of the first channel row by row, then those of the next channel.</summary>
    public ReadOnlySpan<byte> Image => _image;

    /// <summary>The class, counted from 0.</summary>
    public int Label { get; private set; }

    /// <summary>Position of the pixel order among the source's permutations.</summary>
    public int Permutation { get; private set; }

    /// <summary>The picture before its pixels are permuted.</summary>
    internal byte[] Drawn { get; }

    /// <summary>Scratch memory of a source that draws.</summary>
    internal float[] Canvas { get; }

    internal void Set(int label, int permutation, PixelPermutation order)
    {
        Label = label;
        Permutation = permutation;
        order.Apply(Drawn, _image);
    }
}
