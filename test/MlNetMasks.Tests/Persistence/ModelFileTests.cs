using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Persistence;
using MlNetMasks.Tests.Probe;

namespace MlNetMasks.Tests.Persistence;

[TestClass]
public sealed class ModelFileTests
{
    [TestMethod]
    public void Model_SavedAndLoaded_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var path = SaveSample(folder);
        var context = ProbeData.Context();

        var model = ModelFile.Load(context, path, out var schema);

        Assert.IsNotNull(schema);
        var expected = Enumerable.Range(0, 4).Select(i => 2f * ((1.5f * i) + (i % 7))).ToArray();
        CollectionAssert.AreEqual(expected, model.Transform(ProbeData.View(context, 4)).GetColumn<float>("Sum").ToArray());
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void File_CutOffAnywhere_IsOneInvalidDataErrorWithFileAndRemedy()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(SaveSample(folder));
        for (var length = 0; length < whole.Length; length += 100)
        {
            AssertRefused(folder, whole[..length], "is not a complete ZIP archive");
        }
    }

    [TestMethod]
    public void File_WithBytesChanged_LoadsOrIsOneInvalidDataError()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(SaveSample(folder));
        var path = folder.File("changed.zip");
        var context = ProbeData.Context();
        var refused = 0;
        for (var i = 0; i < whole.Length; i += 1 + (whole.Length / 120))
        {
            var changed = whole.ToArray();
            changed[i] ^= 0xFF;
            File.WriteAllBytes(path, changed);
            refused += IsRefused(path, context) ? 1 : 0;
        }

        Assert.IsGreaterThan(60, refused);
    }

    [TestMethod]
    public void Entry_OfTheArchiveCutOffOrChanged_LoadsOrIsOneInvalidDataError()
    {
        using var folder = new TemporaryFolder();
        var entries = ReadEntries(SaveSample(folder));
        var path = folder.File("changed.zip");
        var context = ProbeData.Context();
        foreach (var (name, content) in entries)
        {
            for (var i = 0; i < content.Length; i += 1 + (content.Length / 12))
            {
                WriteEntries(path, entries.Select(entry => entry.Name == name ? (name, content[..i]) : entry));
                IsRefused(path, context);
                var changed = content.ToArray();
                changed[i] ^= 0xFF;
                WriteEntries(path, entries.Select(entry => entry.Name == name ? (name, changed) : entry));
                IsRefused(path, context);
            }

            WriteEntries(path, entries.Where(entry => entry.Name != name));
            Assert.IsTrue(IsRefused(path) || name is "Schema" or "TrainingInfo/Version.txt", name);
        }
    }

    [TestMethod]
    [DataRow(0x10, "start of the model block")]
    [DataRow(0x18, "length of the model block")]
    [DataRow(0x28, "length of the string table")]
    [DataRow(0x38, "length of the strings")]
    [DataRow(0x88, "end of the tail")]
    public void ModelHeader_WithAHugeLength_IsRefusedBeforeItIsLoaded(int offset, string expected)
    {
        using var folder = new TemporaryFolder();
        AssertRefused(folder, Forge(SaveSample(folder), "TransformerChain/Model.key", offset, BitConverter.GetBytes(long.MaxValue / 2)), expected);
    }

    [TestMethod]
    public void ModelHeader_WithAHugeAssemblyName_IsRefusedBeforeItIsLoaded()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(
            folder, Forge(SaveSample(folder), "TransformerChain/Model.key", 0x98, BitConverter.GetBytes(0x7FFFFFFE)), "length of the assembly name");
    }

    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(1_000_000)]
    [DataRow(-1)]
    public void Chain_LongerThanTheArchive_IsRefusedBeforeItIsLoaded(int stages)
    {
        using var folder = new TemporaryFolder();
        AssertRefused(
            folder, Forge(SaveSample(folder), "TransformerChain/Model.key", 256, BitConverter.GetBytes(stages)), $"declares a chain of {stages} stages");
    }

    [TestMethod]
    [DataRow("../outside")]
    [DataRow("a/../../outside")]
    [DataRow("..\\outside")]
    [DataRow("/etc/outside")]
    [DataRow("C:/outside")]
    [DataRow("a/\u0007/b")]
    public void EntryName_ThatLeavesTheArchive_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        AssertRefused(folder, Add(SaveSample(folder), (name, [1])), "expected a relative path inside it");
    }

    [TestMethod]
    public void EntryNames_EqualButForCase_AreRefused()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(folder, Add(SaveSample(folder), ("schema", [1])), "appears twice");
    }

    [TestMethod]
    public void EntryName_OfManyLevels_IsRefusedBeforeARecursionFollowsIt()
    {
        using var folder = new TemporaryFolder();
        var deep = string.Concat(Enumerable.Repeat("Transform_000/", 4000)) + "Model.key";
        AssertRefused(folder, Add(SaveSample(folder), (deep, [1])), "has 4001 folder levels, expected at most 64");
    }

    [TestMethod]
    public void Archive_ThatExpandsAThousandfold_IsRefused()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(folder, Add(SaveSample(folder), ("bomb", new byte[80 << 20])), "'bomb' declares 83886080 bytes; unpacked");
    }

    [TestMethod]
    public void Archive_ThatLiesAboutItsSizes_UnpacksNoMoreThanDeclared()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("bomb.zip");
        WriteEntries(path, [("bomb", new byte[1 << 20])]);
        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(10).CopyTo(bytes, directory + 24);

        using var archive = new ZipArchive(new MemoryStream(bytes));
        using var unpacked = new MemoryStream();
        using var entry = archive.Entries[0].Open();
        entry.CopyTo(unpacked);

        Assert.AreEqual(10, unpacked.Length, "The check of declared sizes in ModelArchive relies on this.");
    }

    [TestMethod]
    public void Archive_ThatIsNoModel_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("other.zip");
        WriteEntries(path, [("readme.txt", [65])]);
        Assert.IsTrue(IsRefused(path));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void StockStage_ForgedToMakeMlNetReadForever_IsGivenUp()
    {
        if (FreshProcess.Argument is { } forged)
        {
            // In a process of its own, because ML.NET's endless loop ends only with the process.
            var error = Assert.ThrowsExactly<InvalidDataException>(
                () => ModelFile.Load(new MLContext(), forged, TimeSpan.FromSeconds(1), out _));
            StringAssert.Contains(error.Message, "loading did not end within 1 s");
            return;
        }

        using var folder = new TemporaryFolder();
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 20);
        var path = folder.File("model.zip");
        ModelFile.Save(context, context.Transforms.NormalizeMinMax("Features").Fit(data), data.Schema, path);
        // The number of dimensions of the normalised vector.
        File.WriteAllBytes(path, Forge(path, "TransformerChain/Model.key", 256 + 14, BitConverter.GetBytes(0x00FF0001)));

        FreshProcess.Run(nameof(StockStage_ForgedToMakeMlNetReadForever_IsGivenUp), path);
    }

    [TestMethod]
    public void File_ThatIsMissing_IsAFileNotFoundError()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => ModelFile.Load(ProbeData.Context(), folder.File("none.zip"), out _));
        StringAssert.Contains(error.Message, "none.zip");
    }

    [TestMethod]
    public void Save_ThatFails_LeavesTheOlderFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var path = SaveSample(folder);
        var before = File.ReadAllBytes(path);
        var context = ProbeData.Context();
        var broken = new LambdaStage(context, "test.broken", _ => throw new InvalidOperationException("broken"));

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ModelFile.Save(context, broken, null, path));

        Assert.AreEqual("broken", error.Message);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(path));
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFiles(folder.Path));
    }

    private static string SaveSample(TemporaryFolder folder)
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 20);
        var model = new ProbeEstimator(context).Append(context.Transforms.CopyColumns("Copied", "Probe")).Fit(data);
        var path = folder.File("model.zip");
        ModelFile.Save(context, model, data.Schema, path);
        return path;
    }

    private static void AssertRefused(TemporaryFolder folder, byte[] content, string expected)
    {
        var path = folder.File("refused.zip");
        File.WriteAllBytes(path, content);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => ModelFile.Load(ProbeData.Context(), path, out _));
        StringAssert.StartsWith(error.Message, $"'{path}' cannot be read as a model: ");
        StringAssert.Contains(error.Message, expected);
        StringAssert.Contains(error.Message, "restore it from a copy");
        Assert.IsFalse(error.Message.Contains('\n', StringComparison.Ordinal), error.Message);
    }

    /// <summary>True when refused with the one error, false when loaded; any other outcome fails the test.</summary>
    private static bool IsRefused(string path, MLContext? context = null)
    {
        try
        {
            ModelFile.Load(context ?? ProbeData.Context(), path, out _);
            return false;
        }
        catch (InvalidDataException e)
        {
            StringAssert.StartsWith(e.Message, $"'{path}' cannot be read as a model: ");
            return true;
        }
    }

    private static byte[] Forge(string path, string entry, int offset, byte[] value)
    {
        var entries = ReadEntries(path);
        value.CopyTo(entries.Single(candidate => candidate.Name == entry).Content, offset);
        WriteEntries(path, entries);
        return File.ReadAllBytes(path);
    }

    private static byte[] Add(string path, (string Name, byte[] Content) entry)
    {
        WriteEntries(path, [.. ReadEntries(path), entry]);
        return File.ReadAllBytes(path);
    }

    private static List<(string Name, byte[] Content)> ReadEntries(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            var content = new byte[entry.Length];
            stream.ReadExactly(content);
            return (entry.FullName, content);
        })];
    }

    private static void WriteEntries(string path, IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }
    }
}
