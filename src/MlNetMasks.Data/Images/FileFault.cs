namespace MlNetMasks.Data;

/// <summary>What is said about a file of pictures that cannot be used: its path, what was found, what was expected, what to do.</summary>
internal static class FileFault
{
    public static InvalidDataException Of(string path, string found, string expected, string remedy, Exception? inner = null) =>
        new($"{path}: found {found}; expected {expected}. {remedy}", inner);

    /// <summary>Reads until the buffer is full or the content ends.</summary>
    /// <returns>The number of bytes read.</returns>
    /// <exception cref="InvalidDataException">Compressed content is broken.</exception>
    public static int Fill(Stream content, Span<byte> buffer, string path, string remedy)
    {
        try
        {
            return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw Of(path, $"compressed data that is truncated or corrupt ({error.Message.TrimEnd('.')})", "a whole gzip file", remedy, error);
        }
    }
}
