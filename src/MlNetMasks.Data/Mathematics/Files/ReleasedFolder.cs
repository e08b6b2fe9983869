namespace MlNetMasks.Data;

/// <summary>Reads a module's files from an unpacked folder.</summary>
internal static class ReleasedFolder
{
    public static ExampleTable[] Read(string folder, MathematicsModule module, MathematicsDifficulty[] wanted, MathematicsOptions options)
    {
        var tables = new ExampleTable[MathematicsFiles.DifficultyNames.Count];
        for (int i = 0; i < tables.Length; i++)
        {
            var difficulty = (MathematicsDifficulty)i;
            tables[i] = wanted.Contains(difficulty) ? ReadFile(folder, module, difficulty, options) : new ExampleTable();
        }

        return tables;
    }

    private static ExampleTable ReadFile(
        string folder, MathematicsModule module, MathematicsDifficulty difficulty, MathematicsOptions options)
    {
        string name = MathematicsFiles.PathOf(module, difficulty);
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"The folder '{Path.GetFullPath(folder)}' has no file '{name}'. Give the folder that holds train-easy and its siblings, "
                + $"or leave {MathematicsFiles.NameOf(difficulty)} out by giving it 0 examples.",
                path);
        }

        using FileStream stream = File.OpenRead(path);
        return new ExampleReader(stream, path).Read(options.ExamplesOf(module, difficulty));
    }
}
