using System.Buffers.Binary;
using System.Text;

namespace MlNetMasks.Torch.Runtime;

/// <summary>Bounds-checked view of a 64-bit little-endian ELF shared library held in memory.</summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const ushort SharedObject = 3;
    private const ushort MachineX64 = 62;
    private const ushort MachineArm64 = 183;
    private const uint NoBits = 8;

    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Reads the section table.</summary>
    /// <exception cref="ElfPatchRefusedException">The bytes are not such a library, or a section lies outside of them.</exception>
    public ElfImage(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        Require(bytes.Length >= HeaderSize && bytes.Span[..4].SequenceEqual("\u007fELF"u8), "it is not an ELF file");
        Require(bytes.Span[4] == 2 && bytes.Span[5] == 1, "it is not a 64-bit little-endian ELF file");
        Require(UInt16(16) == SharedObject, "it is not a shared library");
        Require(UInt16(18) is MachineX64 or MachineArm64, "it is not built for x86-64 or aarch64");
        Require(UInt16(58) == SectionHeaderSize, "its section headers have an unknown size");

        var table = UInt64(40);
        int count = UInt16(60);
        Require(count > 0, "it has no section headers");
        Require(table <= (ulong)bytes.Length && (ulong)(count * SectionHeaderSize) <= (ulong)bytes.Length - table, "its section headers lie outside the file");
        Sections = [.. Enumerable.Range(0, count).Select(index => ReadSection((int)table + (index * SectionHeaderSize)))];
    }

    /// <summary>The sections in file order.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The only section of this type.</summary>
    public ElfSection Single(uint type, string name)
    {
        ElfSection[] found = [.. Sections.Where(section => section.Type == type)];
        Require(found.Length == 1, $"it has {found.Length} sections of kind {name} where one is expected");
        return found[0];
    }

    /// <summary>The section another one links to.</summary>
    public ElfSection Linked(ElfSection section, string name)
    {
        Require(section.Link < (uint)Sections.Count, $"the link of section {name} points to no section");
        return Sections[(int)section.Link];
    }

    /// <summary>The 16-bit number at a file offset.</summary>
    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    /// <summary>The 32-bit number at a file offset.</summary>
    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    /// <summary>The 64-bit number at a file offset.</summary>
    public ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    /// <summary>The zero-terminated text at a position of a string section.</summary>
    public string Text(ElfSection strings, uint position)
    {
        Require(position < (uint)strings.Size, "a name lies outside its string table");
        ReadOnlySpan<byte> tail = Slice(strings.Offset + (int)position, strings.Size - (int)position);
        int end = tail.IndexOf((byte)0);
        Require(end >= 0, "a name in its string table has no end");
        return Encoding.UTF8.GetString(tail[..end]);
    }

    /// <summary>Refuses the file when an expectation fails.</summary>
    public static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new ElfPatchRefusedException(fault);
        }
    }

    private ElfSection ReadSection(int header)
    {
        uint type = UInt32(header + 4);
        var offset = UInt64(header + 24);
        var size = UInt64(header + 32);
        if (type == NoBits)
        {
            return new ElfSection(type, 0, 0, UInt32(header + 40), UInt32(header + 44));
        }

        ulong length = (ulong)_bytes.Length;
        Require(offset <= length && size <= length - offset, "a section lies outside the file");
        return new ElfSection(type, (int)offset, (int)size, UInt32(header + 40), UInt32(header + 44));
    }

    private ReadOnlySpan<byte> Slice(int offset, int length)
    {
        Require(offset >= 0 && length <= _bytes.Length && offset <= _bytes.Length - length, "an entry lies outside the file");
        return _bytes.Span.Slice(offset, length);
    }
}
