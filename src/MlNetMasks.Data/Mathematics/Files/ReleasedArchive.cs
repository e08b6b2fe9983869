namespace MlNetMasks.Data;

/// <summary>Reads a module's files from the released archive, streamed, without writing anything to disk.</summary>
internal static class ReleasedArchive
{
    private static readonly TarLimits s_limits = new(MaxEntries: 10_000, MaxEntryBytes: 1L << 30, MaxTotalBytes: 1L << 36);

    public static ExampleTable[] Read(string archive, MathematicsModule module, MathematicsDifficulty[] wanted, MathematicsOptions options)
    {
        Dictionary<string, MathematicsDifficulty> files =
            wanted.ToDictionary(difficulty => MathematicsFiles.PathOf(module, difficulty), StringComparer.Ordinal);
        var tables = new ExampleTable?[MathematicsFiles.DifficultyNames.Count];
        var tar = new SafeTar(archive, s_limits, "the released archive of the Mathematics Dataset");
        tar.Read(entry =>
        {
            if (!files.TryGetValue(LastTwoParts(entry.Name), out MathematicsDifficulty difficulty))
            {
                return;
            }

            if (tables[(int)difficulty] is not null)
            {
                throw tar.Broken($"a second entry '{entry.Name}' for the same file");
            }

            tables[(int)difficulty] = new ExampleReader(entry.DataStream ?? Stream.Null, $"{archive}, entry {entry.Name}")
                .Read(options.ExamplesOf(module, difficulty));
        });

        foreach ((string name, MathematicsDifficulty difficulty) in files)
        {
            if (tables[(int)difficulty] is null)
            {
                throw new FileNotFoundException(
                    $"The archive '{archive}' has no file '{name}'. Fetch it again, or leave "
                    + $"{MathematicsFiles.NameOf(difficulty)} out by giving it 0 examples.",
                    name);
            }
        }

        return [.. tables.Select(static table => table ?? new ExampleTable())];
    }

    private static string LastTwoParts(string name) => string.Join('/', name.Split('/').TakeLast(2));
}
