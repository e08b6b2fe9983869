using System.Buffers.Binary;
using System.IO.Compression;

namespace MlNetMasks.Data;

/// <summary>Looks at what a file begins with, not at its name, to know whether it is compressed.</summary>
internal static class GzipContent
{
    /// <summary>The unpacked content of a gzip file, the file itself otherwise.</summary>
    public static Stream Of(FileStream file) => IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;

    /// <summary>Whether the file begins as a gzip file; leaves it at its beginning.</summary>
    public static bool IsGzip(FileStream file)
    {
        file.Position = 0;
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    /// <summary>Whether a gzip file ends, as it must, with the length of its content (modulo 2^32).</summary>
    public static bool EndsWith(FileStream file, long contentLength)
    {
        Span<byte> end = stackalloc byte[4];
        file.Position = Math.Max(file.Length - end.Length, 0);
        return file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(end) == (uint)contentLength;
    }
}
