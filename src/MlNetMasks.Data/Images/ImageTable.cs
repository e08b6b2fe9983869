namespace MlNetMasks.Data;

/// <summary>Pictures and their classes in memory, as files hold them.</summary>
internal sealed record ImageTable(byte[] Pixels, byte[] Labels, int PixelCount)
{
    public int Count => Labels.Length;

    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * PixelCount, PixelCount);
}
