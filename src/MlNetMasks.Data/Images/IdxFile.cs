using System.Buffers.Binary;
using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>
/// Reads IDX files of bytes, plain or gzip: two zeros, the type 8, the number of dimensions, each dimension as a big-endian 32-bit number, the values.
/// Content must be exactly as long as the header says; memory grows with what is really there.
/// </summary>
internal static class IdxFile
{
    private const byte BytesType = 8;
    private const int MaxItems = 300_000;
    private const int BlockSize = 1 << 20;
    private const string Remedy = "Fetch the official file again, or check that it is the right one.";

    /// <summary>Reads pictures of a given height and width.</summary>
    /// <returns>The pixels, picture by picture.</returns>
    public static byte[] ReadImages(string path, int height, int width) => Read(path, [height, width], "images");

    /// <summary>Reads labels.</summary>
    public static byte[] ReadLabels(string path) => Read(path, [], "labels");

    private static byte[] Read(string path, int[] itemShape, string kind)
    {
        using FileStream file = File.OpenRead(path);
        bool isPlain = !GzipContent.IsGzip(file);
        using Stream content = GzipContent.Of(file);
        (int count, int headerLength) = ReadHeader(content, path, itemShape, kind);
        long size = itemShape.Aggregate((long)count, static (product, dimension) => product * dimension);
        if (isPlain && file.Length != headerLength + size)
        {
            throw WrongLength(file.Length - headerLength);
        }

        byte[] values = new byte[Math.Min(size, BlockSize)];
        int filled = FileFault.Fill(content, values, path, Remedy);
        while (filled == values.Length && filled < size)
        {
            Array.Resize(ref values, (int)Math.Min(size, 2L * filled));
            filled += FileFault.Fill(content, values.AsSpan(filled), path, Remedy);
        }

        Span<byte> more = stackalloc byte[1];
        if (filled < size || FileFault.Fill(content, more, path, Remedy) > 0)
        {
            throw WrongLength(filled < size ? filled : size + 1);
        }

        // The unpacker does not miss a checksum that was cut off.
        return isPlain || GzipContent.EndsWith(file, headerLength + size)
            ? values
            : throw FileFault.Of(path, "compressed data that is truncated or corrupt (its end does not hold its length)", "a whole gzip file", Remedy);

        InvalidDataException WrongLength(long found) => FileFault.Of(
            path,
            string.Create(CultureInfo.InvariantCulture, $"{(found > size && !isPlain ? "more than " : "")}{(found > size && !isPlain ? size : found)} bytes behind the header"),
            string.Create(CultureInfo.InvariantCulture, $"{size} for its {count} {kind}"),
            Remedy);
    }

    private static (int Count, int HeaderLength) ReadHeader(Stream content, string path, int[] itemShape, string kind)
    {
        byte[] header = new byte[4 + (4 * (1 + itemShape.Length))];
        int read = FileFault.Fill(content, header, path, Remedy);
        uint expected = ((uint)BytesType << 8) | (uint)(1 + itemShape.Length);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (read < 4 || magic != expected)
        {
            throw FileFault.Of(
                path, read < 4 ? $"{read} bytes" : $"the magic number 0x{magic:X8}", $"0x{expected:X8}, an IDX file of {kind}", Remedy);
        }

        if (read < header.Length)
        {
            throw FileFault.Of(path, $"the end of the file after {read} bytes", $"an IDX header of {header.Length}", Remedy);
        }

        uint[] dimensions = [.. Enumerable.Range(1, 1 + itemShape.Length).Select(i => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i)))];
        if (!dimensions[1..].SequenceEqual(itemShape.Select(static dimension => (uint)dimension)))
        {
            throw FileFault.Of(path, $"{kind} of {string.Join(" x ", dimensions[1..])} pixels", string.Join(" x ", itemShape), Remedy);
        }

        return dimensions[0] is >= 1 and <= MaxItems
            ? ((int)dimensions[0], header.Length)
            : throw FileFault.Of(path, $"a header that announces {dimensions[0]} {kind}", $"1 to {MaxItems}", Remedy);
    }
}
