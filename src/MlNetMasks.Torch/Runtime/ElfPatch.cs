using System.Buffers.Binary;
using System.Globalization;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// Makes the need for the symbol version <c>GLIBCXX_3.4.32</c> weak, so that a library built with GCC 13 loads beside an older libstdc++.
/// Only the flag of that one version entry changes, and only when nothing in the file would use the missing symbol.
/// </summary>
internal static class ElfPatch
{
    /// <summary>The symbol version that hosts older than GCC 13 do not have.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    /// <summary>The only symbol that may hang on it: a marker that makes the linker pull in stream initialisation.</summary>
    public const string Symbol = "_ZSt21ios_base_library_initv";

    private const string Library = "libstdc++.so.6";
    private const uint DynamicSymbols = 11;
    private const uint Relocations = 4;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint SymbolVersions = 0x6fffffff;
    private const int NeedSize = 16;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const ushort WeakFlag = 2;
    private const ushort IndexMask = 0x7fff;

    /// <summary>A copy of the library with the weak flag set.</summary>
    /// <exception cref="ElfPatchRefusedException">The library is not the expected one; the original is never changed.</exception>
    public static byte[] Apply(ReadOnlyMemory<byte> original)
    {
        var image = new ElfImage(original);
        int entry = FindEntry(image);
        RequireUnusedSymbol(image, (ushort)(image.UInt16(entry + 6) & IndexMask));

        var patched = original.ToArray();
        ushort flags = (ushort)(image.UInt16(entry + 4) | WeakFlag);
        BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan(entry + 4), flags);
        return patched;
    }

    private static int FindEntry(ElfImage image)
    {
        var needs = image.Single(VersionNeeds, ".gnu.version_r");
        var strings = image.Linked(needs, ".gnu.version_r");
        int found = -1;
        var budget = needs.Size / NeedSize;
        long need = 0;
        for (uint i = 0; i < needs.Info; i++)
        {
            var needAt = EntryAt(needs, need, ref budget);
            ElfImage.Require(image.UInt16(needAt) == 1, "its version needs have an unknown format");
            var library = image.Text(strings, image.UInt32(needAt + 4));
            long version = need + image.UInt32(needAt + 8);
            for (int j = image.UInt16(needAt + 2); j > 0; j--)
            {
                var versionAt = EntryAt(needs, version, ref budget);
                if (image.Text(strings, image.UInt32(versionAt + 8)) == Version)
                {
                    ElfImage.Require(library == Library, $"it needs {Version} from {library}, not from {Library}");
                    ElfImage.Require(found < 0, $"it needs {Version} more than once");
                    found = versionAt;
                }

                version += image.UInt32(versionAt + 12);
            }

            need += image.UInt32(needAt + 12);
        }

        ElfImage.Require(found >= 0, $"it does not need {Version}");
        ElfImage.Require((image.UInt16(found + 4) & WeakFlag) == 0, $"its need for {Version} is weak already");
        return found;
    }

    // The budget is what fits into the section: a chain of entries that loops runs out of it.
    private static int EntryAt(ElfSection section, long position, ref int budget)
    {
        ElfImage.Require(--budget >= 0 && position <= section.Size - NeedSize, "its version needs run outside their section");
        return section.Offset + (int)position;
    }

    private static void RequireUnusedSymbol(ElfImage image, ushort version)
    {
        var versions = image.Single(SymbolVersions, ".gnu.version");
        var symbols = image.Single(DynamicSymbols, ".dynsym");
        var strings = image.Linked(symbols, ".dynsym");
        var count = symbols.Size / SymbolSize;
        ElfImage.Require(versions.Size / sizeof(ushort) == count, "its symbol versions do not match its symbols");

        int found = -1;
        for (int index = 0; index < count; index++)
        {
            if ((image.UInt16(versions.Offset + (index * sizeof(ushort))) & IndexMask) != version)
            {
                continue;
            }

            var symbol = symbols.Offset + (index * SymbolSize);
            var name = image.Text(strings, image.UInt32(symbol));
            ElfImage.Require(name == Symbol, $"its symbol {name} hangs on {Version}");
            ElfImage.Require(image.UInt16(symbol + 6) == 0, $"it defines {Symbol} itself");
            ElfImage.Require(found < 0, $"more than one symbol hangs on {Version}");
            found = index;
        }

        ElfImage.Require(found >= 0, $"no symbol hangs on {Version}");
        RequireNoRelocation(image, found);
    }

    private static void RequireNoRelocation(ElfImage image, int symbol)
    {
        foreach (ElfSection section in image.Sections.Where(section => section.Type == Relocations))
        {
            for (int position = 0; position + RelocationSize <= section.Size; position += RelocationSize)
            {
                var target = image.UInt64(section.Offset + position + 8) >> 32;
                ElfImage.Require(
                    target != (ulong)symbol,
                    string.Create(CultureInfo.InvariantCulture, $"it calls {Symbol} (relocation {position / RelocationSize})"));
            }
        }
    }
}
