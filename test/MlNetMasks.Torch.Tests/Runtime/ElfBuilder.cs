using System.Buffers.Binary;
using System.Text;

namespace MlNetMasks.Torch.Tests.Runtime;

/// <summary>Builds the smallest shared library that has version needs: string table, symbols, their versions, needs, relocations.</summary>
internal sealed class ElfBuilder
{
    public const string Version = "GLIBCXX_3.4.32";
    public const string Symbol = "_ZSt21ios_base_library_initv";
    public const string Library = "libstdc++.so.6";

    private const ushort FirstIndex = 2;

    private readonly List<byte> _strings = [0];

    /// <summary>Library and version of each need; the n-th has the version index 2 + n.</summary>
    public List<(string Library, string Version, ushort Flags)> Needs { get; } = [("libc.so.6", "GLIBC_2.34", 0), (Library, Version, 0)];

    /// <summary>Name, version index and section index (0 = undefined) of each symbol.</summary>
    public List<(string Name, ushort Version, ushort Section)> Symbols { get; } = [("", 0, 0), ("malloc", 2, 0), (Symbol, 3, 0), ("own", 1, 7)];

    /// <summary>The symbols that relocations use.</summary>
    public List<int> Relocations { get; } = [1, 3];

    public byte[] Build()
    {
        var needs = BuildNeeds();
        var symbols = Symbols.SelectMany(symbol => Record((4, Text(symbol.Name)), (1, 0), (1, 0), (2, symbol.Section), (8, 0), (8, 0))).ToArray();
        var versions = Symbols.SelectMany(symbol => Record((2, symbol.Version))).ToArray();
        var relocations = Relocations.SelectMany(symbol => Record((8, 0), (8, ((ulong)symbol << 32) | 7), (8, 0))).ToArray();

        (uint Type, byte[] Data, uint Link, uint Info)[] sections =
        [
            (0, [], 0, 0),
            (3, [.. _strings], 0, 0),
            (11, symbols, 1, 1),
            (0x6fffffff, versions, 2, 0),
            (0x6ffffffe, needs, 1, (uint)Needs.Count),
            (4, relocations, 2, 0),
        ];

        var body = new List<byte>();
        var headers = new List<byte>();
        foreach (var (type, data, link, info) in sections)
        {
            headers.AddRange(Record((4, 0), (4, type), (8, 2), (8, 0), (8, (ulong)(64 + body.Count)), (8, (ulong)data.Length), (4, link), (4, info), (8, 1), (8, 0)));
            body.AddRange(data);
        }

        byte[] identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var header = Record((2, 3), (2, 62), (4, 1), (8, 0), (8, 0), (8, (ulong)(64 + body.Count)), (4, 0), (2, 64), (2, 0), (2, 0), (2, 64), (2, (ulong)sections.Length), (2, 1));
        return [.. identity, .. header, .. body, .. headers];
    }

    private byte[] BuildNeeds()
    {
        var bytes = new List<byte>();
        for (var i = 0; i < Needs.Count; i++)
        {
            var next = i + 1 < Needs.Count ? 32u : 0u;
            bytes.AddRange(Record((2, 1), (2, 1), (4, Text(Needs[i].Library)), (4, 16), (4, next)));
            bytes.AddRange(Record((4, 0), (2, Needs[i].Flags), (2, (ulong)(FirstIndex + i)), (4, Text(Needs[i].Version)), (4, 0)));
        }

        return [.. bytes];
    }

    private ulong Text(string text)
    {
        var position = _strings.Count;
        _strings.AddRange(Encoding.UTF8.GetBytes(text));
        _strings.Add(0);
        return (ulong)position;
    }

    private static byte[] Record(params (int Size, ulong Value)[] fields)
    {
        var bytes = new List<byte>();
        Span<byte> number = stackalloc byte[8];
        foreach (var (size, value) in fields)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            bytes.AddRange(number[..size]);
        }

        return [.. bytes];
    }
}
