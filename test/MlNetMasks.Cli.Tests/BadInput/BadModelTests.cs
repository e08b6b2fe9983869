using System.Buffers.Binary;
using System.IO.Compression;

namespace MlNetMasks.Cli.Tests.BadInput;

[TestClass]
public sealed class BadModelTests
{
    private static readonly TemporaryFolder s_folder = new();

    private static int s_count;

    private static string Model => Path.Combine(TinyPipeline.Run(s_folder), "model.zip");

    [ClassInitialize]
    public static void MakeModel(TestContext context) => CommandResult.Of("run", TinyPipeline.In(s_folder), "--variant", "small", "--out", s_folder["runs"]).Expect(ExitCode.Done);

    [ClassCleanup]
    public static void DeleteModel() => s_folder.Dispose();

    [TestMethod]
    public void Evaluate_ModelCutOffAtEveryThousandthByte_IsRefusedEachTime()
    {
        var whole = File.ReadAllBytes(Model);
        var path = s_folder["cut.zip"];
        for (var length = 0; length < whole.Length; length += 1000)
        {
            File.WriteAllBytes(path, whole[..length]);
            Evaluate(path).Refused(ExitCode.BadUsageOrInput, $"'{path}' cannot be read as a model: ", $"It has {length} bytes and is not a complete ZIP archive", "restore it from a copy or save it again");
        }
    }

    [TestMethod]
    public void Evaluate_ModelWithHostileLengths_IsRefusedAtOnce()
    {
        foreach (var (offset, value) in new (int, long)[] { (0x18, long.MaxValue), (0x18, -1), (0x10, 1L << 40), (0x28, int.MaxValue), (0x90, long.MinValue), (0x98, uint.MaxValue), (0, 0) })
        {
            var path = Edit("lengths.zip", (name, bytes) =>
            {
                if (name.EndsWith("Model.key", StringComparison.Ordinal))
                {
                    BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(offset), value);
                }

                return (name, bytes);
            });
            Evaluate(path).Refused(ExitCode.BadUsageOrInput, "lengths.zip' cannot be read as a model: ");
        }
    }

    [TestMethod]
    [DataRow("../../outside/Model.key")]
    [DataRow("/etc/outside")]
    [DataRow("C:\\outside")]
    [DataRow("..\\..\\outside")]
    public void Evaluate_ModelWithPathsThatLeaveIt_IsRefusedAndWritesNothing(string hostile)
    {
        var before = Directory.GetFileSystemEntries(Path.GetDirectoryName(s_folder.Path)!).Length;
        var first = true;
        var path = Edit("paths.zip", (name, bytes) =>
        {
            var renamed = first ? hostile : name;
            first = false;
            return (renamed, bytes);
        });

        Evaluate(path).Refused(ExitCode.BadUsageOrInput, "paths.zip' cannot be read as a model: ", "leads outside the archive or is malformed");
        Assert.IsFalse(Directory.Exists(Path.Combine(Path.GetDirectoryName(s_folder.Path)!, "outside")), $"{before}");
    }

    [TestMethod]
    public void Evaluate_ModelWhoseContentsAreCutOff_IsRefused()
    {
        using var archive = ZipFile.OpenRead(Model);
        foreach (var chosen in archive.Entries.Select(entry => entry.FullName).ToList())
        {
            foreach (var share in new[] { 0.0, 0.5, 0.99 })
            {
                var path = Edit("contents.zip", (name, bytes) => (name, name == chosen ? bytes[..(int)(bytes.Length * share)] : bytes));
                var result = Evaluate(path);
                if (result.Code != ExitCode.Done) // a text for people, such as the version, is not needed to read the model
                {
                    result.Refused(ExitCode.BadUsageOrInput, "contents.zip' cannot be read as a model: ");
                }
            }
        }
    }

    [TestMethod]
    public void Evaluate_ModelOfAnotherNetworkOrData_SaysThatItDoesNotFit()
    {
        const string fit = "does not fit the evaluation of 'tiny";
        const string remedy = "Use the pipeline file, variant, scale and overrides that the model was made with.";
        var tiny = s_folder["tiny.yaml"];
        CommandResult.Of("evaluate", Model, tiny, "--variant", "small", "--set", "data.digits=2").Refused(ExitCode.BadUsageOrInput, fit, "has 2 values per row; the network was trained on 1", remedy);
        using var folder = new TemporaryFolder();
        var csv = TinyPipeline.CsvIn(folder);
        CommandResult.Of("evaluate", Model, csv).Refused(ExitCode.BadUsageOrInput, fit, "is missing", remedy);
        CommandResult.Of("run", csv, "--out", folder["runs"]).Expect(ExitCode.Done);
        var other = folder["runs", "tiny-csv", "default", "seed-1", "model.zip"];
        CommandResult.Of("evaluate", other, tiny, "--variant", "small").Refused(ExitCode.BadUsageOrInput, fit, "kind", remedy);

        // The same columns, but a class that the network never saw.
        folder.File("table.csv", TinyPipeline.Table.Replace(",b", ",c", StringComparison.Ordinal));
        CommandResult.Of("evaluate", other, csv).Refused(ExitCode.BadUsageOrInput, fit, remedy);
    }

    private static CommandResult Evaluate(string model) => CommandResult.Of("evaluate", model, s_folder["tiny.yaml"], "--variant", "small");

    /// <summary>A copy of the model with its entries changed, checksums right.</summary>
    private static string Edit(string name, Func<string, byte[], (string Name, byte[] Bytes)> edit)
    {
        var path = s_folder[FormattableString.Invariant($"{Interlocked.Increment(ref s_count)}-{name}")];
        using var source = ZipFile.OpenRead(Model);
        using var target = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var entry in source.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var (renamed, bytes) = edit(entry.FullName, memory.ToArray());
            using var output = target.CreateEntry(renamed).Open();
            output.Write(bytes);
        }

        return path;
    }
}
