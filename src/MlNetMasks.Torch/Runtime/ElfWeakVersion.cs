using System.Buffers.Binary;
using System.Text;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// Makes a library's demand for one symbol version weak. TorchSharp 0.107 is linked against a C++ runtime of GCC 13 and asks for
/// GLIBCXX_3.4.32, yet the one symbol behind that version is never called; with the demand weak (VER_FLG_WEAK in the ELF section
/// .gnu.version_r) the loader of an older host accepts the library. Everything is verified before a bit is changed.
/// </summary>
internal static class ElfWeakVersion
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const uint VersionSymbolSection = 0x6fffffff; // SHT_GNU_versym
    private const uint DynamicSymbolSection = 11; // SHT_DYNSYM
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const ushort WeakFlag = 2; // VER_FLG_WEAK

    /// <summary>Returns a changed copy of a library.</summary>
    /// <param name="image">The library file.</param>
    /// <param name="version">The version whose demand becomes weak.</param>
    /// <param name="onlySymbol">The only symbol that may be bound to that version.</param>
    /// <exception cref="InvalidDataException">The file is not the one expected; the message says in what.</exception>
    public static byte[] MakeWeak(ReadOnlySpan<byte> image, string version, string onlySymbol)
    {
        RequireElf(image);
        var sections = Sections(image);
        var (entry, index) = FindNeed(image, sections, version);
        RequireOnlySymbol(image, sections, index, version, onlySymbol);
        var copy = image.ToArray();
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(entry + 4));
        BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(entry + 4), (ushort)(flags | WeakFlag));
        return copy;
    }

    private readonly record struct Section(uint Type, int Offset, int Size, int Link);

    private static void RequireElf(ReadOnlySpan<byte> image)
    {
        // 64-bit, little-endian, shared object, x86-64 or AArch64
        if (image.Length < SectionHeaderSize || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1
            || U16(image, 16) != 3 || U16(image, 18) is not (62 or 183) || U16(image, 0x3A) != SectionHeaderSize)
        {
            throw new InvalidDataException("it is no 64-bit little-endian ELF shared library for x86-64 or AArch64");
        }
    }

    private static Section[] Sections(ReadOnlySpan<byte> image)
    {
        var start = U64(image, 0x28);
        var sections = new Section[U16(image, 0x3C)];
        for (var i = 0; i < sections.Length; i++)
        {
            var header = Slice(image, start + (ulong)(i * SectionHeaderSize), SectionHeaderSize);
            var (type, offset, size) = (U32(header, 4), U64(header, 24), U64(header, 32));
            const uint noBits = 8;
            if (type != noBits)
            {
                _ = Slice(image, offset, size);
                sections[i] = new Section(type, (int)offset, (int)size, (int)U32(header, 40));
            }
        }

        return sections;
    }

    private static (int Entry, ushort Index) FindNeed(ReadOnlySpan<byte> image, Section[] sections, string version)
    {
        var found = new List<(int, ushort)>();
        var section = Single(sections, VersionNeedSection, ".gnu.version_r");
        for (int need = section.Offset, next; ; need += next)
        {
            var record = Slice(image, (ulong)need, 16);
            var entry = checked(need + (int)U32(record, 8));
            for (var k = 0; k < U16(record, 2); k++)
            {
                var auxiliary = Slice(image, (ulong)entry, 16);
                if (Text(image, sections[section.Link], U32(auxiliary, 8)) == version)
                {
                    found.Add((entry, U16(auxiliary, 6)));
                }

                entry = checked(entry + (int)U32(auxiliary, 12));
            }

            next = (int)U32(record, 12);
            if (next <= 0)
            {
                break;
            }
        }

        return found.Count == 1 ? found[0] : throw new InvalidDataException($"it asks for {version} {found.Count} times, expected once");
    }

    private static void RequireOnlySymbol(ReadOnlySpan<byte> image, Section[] sections, ushort index, string version, string onlySymbol)
    {
        var symbols = Single(sections, DynamicSymbolSection, ".dynsym");
        var versions = Single(sections, VersionSymbolSection, ".gnu.version");
        for (var i = 0; i < versions.Size / 2; i++)
        {
            const ushort hidden = 0x8000;
            if ((U16(image, versions.Offset + (2 * i)) & ~hidden) == index)
            {
                var symbol = Slice(image, (ulong)(symbols.Offset + (i * SymbolSize)), SymbolSize);
                var name = Text(image, sections[symbols.Link], U32(symbol, 0));
                if (name != onlySymbol)
                {
                    throw new InvalidDataException($"symbol '{name}' is bound to {version} too, expected only '{onlySymbol}'");
                }
            }
        }
    }

    private static Section Single(Section[] sections, uint type, string name)
    {
        var found = sections.Where(section => section.Type == type).ToArray();
        return found.Length == 1 && (uint)found[0].Link < (uint)sections.Length
            ? found[0]
            : throw new InvalidDataException($"it has {found.Length} sections {name}, expected one");
    }

    private static string Text(ReadOnlySpan<byte> image, Section strings, uint offset)
    {
        var text = Slice(image, (ulong)strings.Offset, (ulong)strings.Size)[Math.Min((int)Math.Min(offset, int.MaxValue), strings.Size)..];
        var end = text.IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(text[..end]) : throw new InvalidDataException("a name in it has no end");
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> image, ulong offset, ulong length)
        => offset <= (ulong)image.Length && length <= (ulong)image.Length - offset
            ? image.Slice((int)offset, (int)length)
            : throw new InvalidDataException("it is truncated");

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
