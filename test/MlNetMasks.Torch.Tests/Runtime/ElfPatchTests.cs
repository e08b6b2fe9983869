using CsCheck;
using MlNetMasks.Torch.Runtime;

namespace MlNetMasks.Torch.Tests.Runtime;

[TestClass]
public sealed class ElfPatchTests
{
    [TestMethod]
    public void Apply_ExpectedLibrary_SetsOneBitInACopy()
    {
        var original = new ElfBuilder().Build();
        var before = original.ToArray();

        var patched = ElfPatch.Apply(original);

        CollectionAssert.AreEqual(before, original);
        AssertOneBitSet(original, patched);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Apply_PackagedLibrary_SetsOneBitInACopy()
    {
        var original = PackagedLibrary();

        AssertOneBitSet(original, ElfPatch.Apply(original));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Apply_TruncatedPackagedLibrary_IsRefused()
    {
        var original = PackagedLibrary();

        for (var length = 0; length < original.Length; length += 50_000)
        {
            var end = length;
            Assert.ThrowsExactly<ElfPatchRefusedException>(() => ElfPatch.Apply(original.AsMemory(0, end)));
        }
    }

    [TestMethod]
    public void Apply_AnyTruncation_IsRefused()
    {
        var original = new ElfBuilder().Build();

        for (var length = 0; length < original.Length; length++)
        {
            var end = length;
            Assert.ThrowsExactly<ElfPatchRefusedException>(() => ElfPatch.Apply(original.AsMemory(0, end)));
        }
    }

    [TestMethod]
    public void Apply_AnyDamagedByte_IsRefusedOrChangesOneBit()
    {
        var original = new ElfBuilder().Build();

        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var damaged = original.ToArray();
            damaged[position] = value;
            try
            {
                return DifferingBytes(damaged, ElfPatch.Apply(damaged)) == 1;
            }
            catch (ElfPatchRefusedException)
            {
                return true;
            }
        });
    }

    [TestMethod]
    [DataRow(0, (byte)0, "not an ELF file")]
    [DataRow(4, (byte)1, "64-bit little-endian")]
    [DataRow(5, (byte)2, "64-bit little-endian")]
    [DataRow(16, (byte)2, "not a shared library")]
    [DataRow(18, (byte)3, "x86-64 or aarch64")]
    public void Apply_WrongHeader_IsRefusedWithItsCause(int position, byte value, string cause)
    {
        var library = new ElfBuilder().Build();
        library[position] = value;

        AssertRefused(library, cause);
    }

    [TestMethod]
    public void Apply_NoSuchVersion_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Needs[1] = (ElfBuilder.Library, "GLIBCXX_3.4.30", 0);

        AssertRefused(builder.Build(), "does not need GLIBCXX_3.4.32");
    }

    [TestMethod]
    public void Apply_VersionNeededTwice_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Needs.Add((ElfBuilder.Library, ElfBuilder.Version, 0));

        AssertRefused(builder.Build(), "more than once");
    }

    [TestMethod]
    public void Apply_VersionOfAnotherLibrary_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Needs[1] = ("libother.so", ElfBuilder.Version, 0);

        AssertRefused(builder.Build(), "from libother.so");
    }

    [TestMethod]
    public void Apply_WeakAlready_IsRefused()
    {
        var patched = ElfPatch.Apply(new ElfBuilder().Build());

        AssertRefused(patched, "weak already");
    }

    [TestMethod]
    public void Apply_SecondSymbolOfTheVersion_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Symbols.Add(("_ZNSt3anyE", 3, 0));

        AssertRefused(builder.Build(), "_ZNSt3anyE hangs on");
    }

    [TestMethod]
    public void Apply_SameSymbolTwice_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Symbols.Add((ElfBuilder.Symbol, 3, 0));

        AssertRefused(builder.Build(), "more than one symbol");
    }

    [TestMethod]
    public void Apply_NoSymbolOfTheVersion_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Symbols.RemoveAt(2);
        builder.Relocations.Clear();

        AssertRefused(builder.Build(), "no symbol hangs on");
    }

    [TestMethod]
    public void Apply_SymbolInUse_IsRefused()
    {
        var builder = new ElfBuilder();
        builder.Relocations.Add(2);

        AssertRefused(builder.Build(), "it calls _ZSt21ios_base_library_initv");
    }

    private static void AssertRefused(byte[] library, string cause)
    {
        var refusal = Assert.ThrowsExactly<ElfPatchRefusedException>(() => ElfPatch.Apply(library));
        StringAssert.Contains(refusal.Message, cause, StringComparison.Ordinal);
    }

    private static void AssertOneBitSet(byte[] original, byte[] patched)
    {
        Assert.HasCount(original.Length, patched);
        Assert.AreEqual(1, DifferingBytes(original, patched));
        var position = Enumerable.Range(0, original.Length).Single(i => original[i] != patched[i]);
        Assert.AreEqual(original[position] | 2, patched[position]);
    }

    private static int DifferingBytes(byte[] first, byte[] second) => first.Zip(second).Count(pair => pair.First != pair.Second);

    private static byte[] PackagedLibrary()
        => File.ReadAllBytes(NativeSearch.OfProcess().Find("libLibTorchSharp.so") ?? throw new FileNotFoundException("libLibTorchSharp.so"));
}
