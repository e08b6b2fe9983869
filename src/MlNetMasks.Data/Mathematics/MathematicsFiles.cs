namespace MlNetMasks.Data;

/// <summary>Names of modules and difficulties, and where the released data set keeps their files.</summary>
public static class MathematicsFiles
{
    private static readonly string[] s_modules =
        ["arithmetic__add_or_sub", "algebra__linear_1d", "calculus__differentiate", "comparison__sort", "polynomials__collect"];

    private static readonly string[] s_difficulties = ["easy", "medium", "hard", "interpolate", "extrapolate"];
    private static readonly string[] s_folders = ["train-easy", "train-medium", "train-hard", "interpolate", "extrapolate"];

    /// <summary>Names of the modules, in the order of <see cref="MathematicsModule"/>: the released files' names without ending.</summary>
    public static IReadOnlyList<string> ModuleNames { get; } = s_modules.AsReadOnly();

    /// <summary>Names of the difficulties, in the order of <see cref="MathematicsDifficulty"/>.</summary>
    public static IReadOnlyList<string> DifficultyNames { get; } = s_difficulties.AsReadOnly();

    /// <summary>Returns the name of a module, for example <c>arithmetic__add_or_sub</c>.</summary>
    /// <param name="module">Module to name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module is unknown.</exception>
    public static string NameOf(MathematicsModule module) => s_modules[(int)Checked(module)];

    /// <summary>Returns the name of a difficulty, for example <c>easy</c>.</summary>
    /// <param name="difficulty">Difficulty to name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The difficulty is unknown.</exception>
    public static string NameOf(MathematicsDifficulty difficulty) => s_difficulties[(int)Checked(difficulty)];

    /// <summary>Finds a module by its name.</summary>
    /// <param name="name">One of <see cref="ModuleNames"/>, compared ordinally.</param>
    /// <exception cref="ArgumentException">No module has this name.</exception>
    public static MathematicsModule ModuleOf(string name) => (MathematicsModule)Position(name, s_modules, "module");

    /// <summary>Finds a difficulty by its name.</summary>
    /// <param name="name">One of <see cref="DifficultyNames"/>, compared ordinally.</param>
    /// <exception cref="ArgumentException">No difficulty has this name.</exception>
    public static MathematicsDifficulty DifficultyOf(string name) => (MathematicsDifficulty)Position(name, s_difficulties, "difficulty");

    /// <summary>Tells whether a module exists in a difficulty: all but extrapolate exist for every module.</summary>
    /// <param name="module">Module to look for.</param>
    /// <param name="difficulty">Difficulty to look in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module or the difficulty is unknown.</exception>
    public static bool Exists(MathematicsModule module, MathematicsDifficulty difficulty) =>
        Checked(difficulty) != MathematicsDifficulty.Extrapolate | Checked(module) is MathematicsModule.AddOrSub or MathematicsModule.Sort;

    /// <summary>Returns the path of a file inside the released folder or archive, for example <c>train-easy/comparison__sort.txt</c>.</summary>
    /// <param name="module">Module of the questions.</param>
    /// <param name="difficulty">Difficulty of the questions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module or the difficulty is unknown.</exception>
    /// <exception cref="ArgumentException">The module does not exist in this difficulty.</exception>
    public static string PathOf(MathematicsModule module, MathematicsDifficulty difficulty)
    {
        CheckExists(module, difficulty);
        string suffix = difficulty != MathematicsDifficulty.Extrapolate ? "" : module == MathematicsModule.Sort ? "_more" : "_big";
        return $"{s_folders[(int)difficulty]}/{s_modules[(int)module]}{suffix}.txt";
    }

    internal static MathematicsModule Checked(MathematicsModule module) => (uint)module < (uint)s_modules.Length
        ? module
        : throw new ArgumentOutOfRangeException(nameof(module), module, $"The module is unknown. Use one of {string.Join(", ", s_modules)}.");

    internal static MathematicsDifficulty Checked(MathematicsDifficulty difficulty) => (uint)difficulty < (uint)s_difficulties.Length
        ? difficulty
        : throw new ArgumentOutOfRangeException(
            nameof(difficulty), difficulty, $"The difficulty is unknown. Use one of {string.Join(", ", s_difficulties)}.");

    internal static void CheckExists(MathematicsModule module, MathematicsDifficulty difficulty)
    {
        if (!Exists(module, difficulty))
        {
            throw new ArgumentException(
                $"The module {NameOf(module)} has no difficulty {NameOf(difficulty)}. Only {NameOf(MathematicsModule.AddOrSub)} and "
                + $"{NameOf(MathematicsModule.Sort)} have it; use another difficulty.",
                nameof(difficulty));
        }
    }

    private static int Position(string name, string[] names, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        int position = Array.IndexOf(names, name);
        return position >= 0
            ? position
            : throw new ArgumentException($"'{name}' is not a {kind} of the Mathematics Dataset. Use one of {string.Join(", ", names)}.", nameof(name));
    }
}
