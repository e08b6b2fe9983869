namespace MlNetMasks.Data;

/// <summary>
/// All different questions of one module, generated or read from the released files, with their split into training and validation:
/// the memory behind the <see cref="MathematicsSource"/>s of both splits.
/// </summary>
/// <remarks>
/// A repeated question counts once, in the first of easy, medium, hard, interpolate and extrapolate that has it. Of each of easy, medium
/// and hard 10,000 questions (a tenth of fewer than 100,000) are held out for validation, chosen by the seed; interpolate and extrapolate are
/// validation alone. So the two splits share no question. Memory is the characters of the questions and answers and some 20 bytes per example.
/// </remarks>
public sealed class MathematicsQuestions
{
    private readonly ExampleTable[] _tables;
    private readonly int[][] _train;
    private readonly int[][] _validation;

    private MathematicsQuestions(MathematicsModule module, MathematicsOptions options, ExampleTable[] tables)
    {
        Module = module;
        Options = options;
        _tables = tables;
        _train = new int[tables.Length][];
        _validation = new int[tables.Length][];
        var seen = new QuestionSet(tables);
        for (int i = 0; i < tables.Length; i++)
        {
            int table = i;
            int[] rows = [.. Enumerable.Range(0, tables[i].Count).Where(row => seen.Add(table, row))];
            var difficulty = (MathematicsDifficulty)i;
            (_train[i], _validation[i]) = difficulty <= MathematicsDifficulty.Hard
                ? HeldOutRows.Split(rows, options.Seed, module, difficulty)
                : ([], rows);
        }
    }

    /// <summary>Kind of question.</summary>
    public MathematicsModule Module { get; }

    /// <summary>Numbers of examples and seed.</summary>
    public MathematicsOptions Options { get; }

    /// <summary>Bytes of the arrays that hold the questions, answers and rows.</summary>
    public long ByteCount => _tables.Sum(static table => table.ByteCount)
        + _train.Concat(_validation).Sum(static rows => (long)rows.Length * sizeof(int));

    /// <summary>Generates the questions, on all processors; the result does not depend on how many there are.</summary>
    /// <param name="module">Kind of question.</param>
    /// <param name="options">Numbers of examples and seed; default as many as the released files have, and seed 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module is unknown.</exception>
    public static MathematicsQuestions Generate(MathematicsModule module, MathematicsOptions? options = null)
    {
        options ??= new MathematicsOptions();
        var generator = new MathematicsGenerator(module, options.Seed);
        return new MathematicsQuestions(
            module,
            options,
            [
                .. Enum.GetValues<MathematicsDifficulty>().Select(difficulty => options.ExamplesOf(module, difficulty) is var count and > 0
                    ? ExampleDrawing.Draw(generator, difficulty, count)
                    : new ExampleTable()),
            ]);
    }

    /// <summary>
    /// Reads the released files from a folder that holds <c>train-easy</c> and its siblings, or from the released <c>.tar.gz</c> or a
    /// <c>.tar</c> without unpacking it. Lines are streamed: memory grows with the examples kept, not with the files.
    /// </summary>
    /// <param name="path">Folder or archive. An archive is read to its end, so that its checksum is verified.</param>
    /// <param name="module">Kind of question.</param>
    /// <param name="options">Most examples per difficulty, the first ones of each file, and seed of the held-out choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module is unknown.</exception>
    /// <exception cref="FileNotFoundException">The folder, the archive or a file in it does not exist.</exception>
    /// <exception cref="InvalidDataException">A line is malformed, or the archive is truncated, corrupt or unsafe; the message names
    /// file and line.</exception>
    public static MathematicsQuestions Read(string path, MathematicsModule module, MathematicsOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        MathematicsFiles.Checked(module);
        options ??= new MathematicsOptions();
        MathematicsDifficulty[] wanted =
            [.. Enum.GetValues<MathematicsDifficulty>().Where(difficulty => options.ExamplesOf(module, difficulty) > 0)];
        ExampleTable[] tables = Directory.Exists(path) ? ReleasedFolder.Read(path, module, wanted, options)
            : File.Exists(path) ? ReleasedArchive.Read(path, module, wanted, options)
            : throw new FileNotFoundException(
                $"There is no folder or archive '{Path.GetFullPath(path)}'. Give the folder that holds train-easy, or the released .tar.gz.", path);
        return new MathematicsQuestions(module, options, tables);
    }

    /// <summary>Returns how many rows a split has of a difficulty.</summary>
    /// <param name="split">Training or validation.</param>
    /// <param name="difficulty">Difficulty to count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The split or the difficulty is unknown.</exception>
    public int CountOf(DataSplit split, MathematicsDifficulty difficulty) => RowsOf(split)[(int)MathematicsFiles.Checked(difficulty)].Length;

    internal long CountOf(DataSplit split) => RowsOf(split).Sum(static rows => (long)rows.Length);

    /// <summary>Copies a row of a split, counted over the difficulties in their order.</summary>
    internal void CopyRow(DataSplit split, long index, MathematicsRow row)
    {
        int[][] rows = RowsOf(split);
        int table = 0;
        while (index >= rows[table].Length)
        {
            index -= rows[table].Length;
            table++;
        }

        int example = rows[table][index];
        row.Set(Module, (MathematicsDifficulty)table, _tables[table].Question(example), _tables[table].Answer(example));
    }

    private int[][] RowsOf(DataSplit split) => split switch
    {
        DataSplit.Train => _train,
        DataSplit.Validation => _validation,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Validation."),
    };
}
