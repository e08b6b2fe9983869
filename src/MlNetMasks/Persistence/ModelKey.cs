using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlNetMasks.Persistence;

/// <summary>
/// Checks the 256-byte header ML.NET puts before every stage: block lengths that do not fit into the entry, or a chain longer than the
/// archive, would otherwise be allocated before they are found wrong.
/// </summary>
internal static class ModelKey
{
    private const int HeaderSize = 256;
    private const int TailSize = 8;
    private const ulong Signature = 0x4C45444F4D004C4D;
    private const string ChainLoader = "TransformerChain";

    // Offsets of ML.NET's model header, version 1.2.
    private const int ModelStart = 0x10;
    private const int ModelLength = 0x18;
    private const int LoaderName = 0x50;
    private const int LoaderNameLength = 24;
    private const int AssemblyNameLength = 0x98;

    private static readonly (int Offset, string Name)[] Lengths =
    [
        (ModelStart, "start of the model block"),
        (ModelLength, "length of the model block"),
        (0x20, "start of the string table"),
        (0x28, "length of the string table"),
        (0x30, "start of the strings"),
        (0x38, "length of the strings"),
        (0x80, "start of the tail"),
        (0x88, "end of the tail"),
        (0x90, "start of the assembly name"),
    ];

    /// <summary>Throws unless the header's claims fit the entry and the archive.</summary>
    public static void Check(ZipArchiveEntry entry, int entryCount)
    {
        Span<byte> head = stackalloc byte[HeaderSize + sizeof(int)];
        int read;
        using (var stream = entry.Open())
        {
            read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }

        if (read < HeaderSize + TailSize - sizeof(int) || BinaryPrimitives.ReadUInt64LittleEndian(head) != Signature)
        {
            throw new InvalidDataException($"'{entry.FullName}' is not an ML.NET model header.");
        }

        foreach (var (offset, name) in Lengths)
        {
            RequireInside(entry, name, BinaryPrimitives.ReadInt64LittleEndian(head[offset..]));
        }

        RequireInside(entry, "length of the assembly name", BinaryPrimitives.ReadUInt32LittleEndian(head[AssemblyNameLength..]));

        var loader = Encoding.Latin1.GetString(head.Slice(LoaderName, LoaderNameLength)).TrimEnd('\0');
        if (loader == ChainLoader)
        {
            var stages = BinaryPrimitives.ReadInt32LittleEndian(head[HeaderSize..]);
            if (stages < 0 || stages > entryCount)
            {
                throw new InvalidDataException($"'{entry.FullName}' declares a chain of {stages} stages in an archive of {entryCount} entries.");
            }
        }
    }

    private static void RequireInside(ZipArchiveEntry entry, string name, long value)
    {
        if (value < 0 || value > entry.Length)
        {
            throw new InvalidDataException($"'{entry.FullName}' declares {value} as {name}, but it has {entry.Length} bytes.");
        }
    }
}
