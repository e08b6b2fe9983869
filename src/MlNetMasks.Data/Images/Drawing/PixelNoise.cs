namespace MlNetMasks.Data;

/// <summary>Turns a drawn picture into bytes, with noise of every pixel on its own.</summary>
internal static class PixelNoise
{
    private const int BitsPerValue = 16;
    private const float Centre = 255;

    // A sum of two uniform bytes has this standard deviation.
    private const float Deviation = 104.5f;

    /// <summary>Adds noise (a sum of two uniform draws) to values of 0 to 1 and rounds them to bytes.</summary>
    /// <param name="values">Values, 1 is full brightness.</param>
    /// <param name="deviation">Standard deviation of the noise.</param>
    /// <param name="draws">Where the noise comes from.</param>
    /// <param name="pixels">Receives the bytes.</param>
    public static void Write(ReadOnlySpan<float> values, double deviation, ref RowDraws draws, Span<byte> pixels)
    {
        float scale = (float)deviation / Deviation;
        ulong bits = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i % (64 / BitsPerValue) == 0)
            {
                bits = draws.Bits();
            }

            float noise = (float)(bits & 0xFF) + (float)((bits >> 8) & 0xFF) - Centre;
            bits >>= BitsPerValue;
            pixels[i] = (byte)(Math.Clamp(values[i] + (scale * noise), 0f, 1f) * 255f + 0.5f);
        }
    }
}
