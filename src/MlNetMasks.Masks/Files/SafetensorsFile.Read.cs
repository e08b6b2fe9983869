using System.Buffers.Binary;
using System.Globalization;

namespace MlNetMasks.Masks;

/// <content>Reading. Every length is a claim of the file: it is checked, and memory is taken only as data arrives.</content>
public sealed partial class SafetensorsFile
{
    private const int LongestHeader = 100_000_000;
    private const int FirstBlock = 1 << 16;

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>Its tensors and metadata.</returns>
    /// <exception cref="InvalidDataException">The file is not a valid safetensors file; the message names the file, the tensor and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">Where to read; need not be seekable; left open.</param>
    /// <returns>Its tensors and metadata.</returns>
    /// <exception cref="InvalidDataException">The data is not a valid safetensors file; the message names the tensor and what was expected.</exception>
    public static SafetensorsFile Read(Stream stream) => Read(stream, "stream");

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">Where to read; need not be seekable; left open.</param>
    /// <param name="sourceName">What messages call the stream.</param>
    /// <returns>Its tensors and metadata.</returns>
    /// <exception cref="InvalidDataException">The data is not a valid safetensors file; the message names the source, the tensor and what was expected.</exception>
    public static SafetensorsFile Read(Stream stream, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sourceName);
        Source source = new(stream, sourceName);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(source.ReadBlock(sizeof(ulong), "the length of the header"));
        if (headerLength is < 2 or > LongestHeader)
        {
            throw source.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"the header length is {headerLength} bytes, expected 2 to {LongestHeader}"));
        }

        SafetensorsHeader header = SafetensorsHeader.Parse(source.ReadBlock((long)headerLength, "the header"), source.Invalid);
        long dataLength = header.Tensors.Sum(static tensor => tensor.Length);
        if (source.Remaining is long remaining && remaining != dataLength)
        {
            throw source.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"the header describes {dataLength} bytes of data, but {remaining} follow it"));
        }

        List<SafetensorsTensor> tensors = [];
        foreach (SafetensorsHeader.Tensor described in header.Tensors)
        {
            byte[] data = source.ReadBlock(described.Length, $"tensor {DisplayText.Quote(described.Name)}");
            tensors.Add(new SafetensorsTensor(described.Name, described.Type, described.Shape, data));
        }

        return stream.ReadByte() < 0
            ? new SafetensorsFile(tensors.AsReadOnly(), header.Metadata)
            : throw source.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"the header describes {dataLength} bytes of data, but more follow it"));
    }

    private sealed class Source(Stream stream, string name)
    {
        private const int LongestSourceName = 500;

        /// <summary>Bytes up to the end of the stream, where the stream knows.</summary>
        public long? Remaining => stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : null;

        public byte[] ReadBlock(long length, string what)
        {
            if (Remaining < length)
            {
                throw Truncated(length, Remaining.Value, what);
            }

            // A stream of unknown length may end long before the promised length: the buffer grows with what really came.
            byte[] block = new byte[Remaining is null ? Math.Min(length, FirstBlock) : length];
            int filled = 0;
            while (true)
            {
                filled += stream.ReadAtLeast(block.AsSpan(filled), block.Length - filled, throwOnEndOfStream: false);
                if (filled < block.Length)
                {
                    throw Truncated(length, filled, what);
                }

                if (filled == length)
                {
                    return block;
                }

                Array.Resize(ref block, (int)Math.Min(length, 2L * filled));
            }
        }

        public InvalidDataException Invalid(string fault) => new(
            $"{DisplayText.Quote(name, LongestSourceName)} is not a valid safetensors file: {fault}. It is damaged, incomplete or of another format: create or copy it again.");

        private InvalidDataException Truncated(long expected, long actual, string what) => Invalid(string.Create(
            CultureInfo.InvariantCulture, $"{what} needs {expected} bytes, but only {actual} are left"));
    }
}
