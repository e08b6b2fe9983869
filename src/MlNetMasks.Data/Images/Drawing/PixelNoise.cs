namespace MlNetMasks.Data;

/// <summary>Turns a drawn picture into bytes, with noise of every pixel on its own.</summary>
internal static class PixelNoise
{
    private const int BitsPerValue = 16;
    private const int ValuesPerDraw = 64 / BitsPerValue;
    private const int Centre = 255;
    private const float White = 255;

    // A sum of two uniform bytes has this standard deviation.
    private const float Deviation = 104.5f;

    /// <summary>Adds noise (a sum of two uniform draws) to values of 0 to 1 and rounds them to bytes.</summary>
    /// <param name="values">Values, 1 is full brightness.</param>
    /// <param name="deviation">Standard deviation of the noise.</param>
    /// <param name="draws">Where the noise comes from.</param>
    /// <param name="pixels">Receives the bytes.</param>
    public static void Write(ReadOnlySpan<float> values, double deviation, ref RowDraws draws, Span<byte> pixels)
    {
        float scale = (float)deviation * (White / Deviation);
        ulong bits = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i % ValuesPerDraw == 0)
            {
                bits = draws.Bits();
            }

            int noise = (int)(bits & 0xFF) + (int)((bits >> 8) & 0xFF) - Centre;
            bits >>= BitsPerValue;
            pixels[i] = (byte)Math.Clamp((int)((White * values[i]) + (scale * noise) + 0.5f), 0, byte.MaxValue);
        }
    }
}
