using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace MlNetMasks.Data.Tests.Mathematics;

/// <summary>Small imitations of the released files in a folder of their own, which goes with the object.</summary>
internal sealed class ReleasedFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mathematics").FullName;

    public static string Lines(MathematicsModule module, MathematicsDifficulty difficulty, int count) =>
        string.Concat(ExampleStatistics.Draw(module, difficulty, count).Select(static example => $"{example.Question}\n{example.Answer}\n"));

    public void WriteAll(MathematicsModule module, int count)
    {
        foreach (MathematicsDifficulty difficulty in Enum.GetValues<MathematicsDifficulty>())
        {
            if (MathematicsFiles.Exists(module, difficulty))
            {
                Write(MathematicsFiles.PathOf(module, difficulty), Lines(module, difficulty, count));
            }
        }
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Packs the folder's text files as the released archive does, and entries of one's own behind them.</summary>
    public string Pack(params TarEntry[] more)
    {
        string path = Path.Combine(Folder, "released.tar.gz");
        using var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var writer = new TarWriter(stream, TarEntryFormat.Pax);
        foreach (string file in Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal))
        {
            writer.WriteEntry(EntryOf(file));
        }

        foreach (TarEntry entry in more)
        {
            writer.WriteEntry(entry);
        }

        return path;

        PaxTarEntry EntryOf(string file) => new(
            TarEntryType.RegularFile, "mathematics_dataset-v1.0/" + Path.GetRelativePath(Folder, file).Replace('\\', '/'))
        {
            DataStream = new MemoryStream(File.ReadAllBytes(file)),
        };
    }

    public static TarEntry Entry(string name, string text) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)) };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
