using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// Questions and answers of one module of the Mathematics Dataset as tokens, one per character (<see cref="MathematicsVocabulary"/>).
/// Rows come in the order of the difficulties: training easy, medium, hard; validation the questions held out of these, then interpolate
/// and extrapolate. The two splits share no question.
/// </summary>
public sealed class MathematicsSource : GeneratedDataView<MathematicsRow>
{
    /// <summary>Name of the column with the question's tokens, a byte vector of 160, padded behind with 0.</summary>
    public const string QuestionColumn = "Question";

    /// <summary>Name of the column with the answer's tokens, a byte vector of 30, padded behind with 0.</summary>
    public const string AnswerColumn = "Answer";

    /// <summary>Name of the column with the number of characters of the question.</summary>
    public const string QuestionLengthColumn = "QuestionLength";

    /// <summary>Name of the column with the number of characters of the answer.</summary>
    public const string AnswerLengthColumn = "AnswerLength";

    /// <summary>Name of the text column with the question.</summary>
    public const string QuestionTextColumn = "QuestionText";

    /// <summary>Name of the text column with the answer.</summary>
    public const string AnswerTextColumn = "AnswerText";

    /// <summary>Name of the key column with the difficulty (<see cref="MathematicsFiles.DifficultyNames"/>).</summary>
    public const string DifficultyColumn = "Difficulty";

    /// <summary>Name of the key column with the module (<see cref="MathematicsFiles.ModuleNames"/>).</summary>
    public const string ModuleColumn = "Module";

    private readonly DataSplit _split;

    /// <summary>Generates questions and reads one split of them. For both splits, generate once and use the other constructor.</summary>
    /// <param name="module">Kind of question.</param>
    /// <param name="split">Training or validation.</param>
    /// <param name="options">Numbers of examples and seed; default as many as the released files have, and seed 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The module or the split is unknown.</exception>
    public MathematicsSource(MathematicsModule module, DataSplit split, MathematicsOptions? options = null)
        : this(MathematicsQuestions.Generate(module, options), split)
    {
    }

    /// <summary>Reads one split of questions.</summary>
    /// <param name="questions">Questions, generated or read from files; shared, not copied.</param>
    /// <param name="split">Training or validation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The split is unknown.</exception>
    public MathematicsSource(MathematicsQuestions questions, DataSplit split)
        : base((questions ?? throw new ArgumentNullException(nameof(questions))).CountOf(split), Columns())
    {
        Questions = questions;
        _split = split;
    }

    /// <summary>Questions of both splits.</summary>
    public MathematicsQuestions Questions { get; }

    /// <summary>Training or validation.</summary>
    public DataSplit Split => _split;

    /// <inheritdoc/>
    protected internal override MathematicsRow CreateRow() => new();

    /// <inheritdoc/>
    protected internal override void Generate(long index, MathematicsRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Questions.CopyRow(_split, index, row);
    }

    private static IEnumerable<GeneratedColumn<MathematicsRow>> Columns() =>
    [
        GeneratedColumn.Tokens(
            QuestionColumn,
            MathematicsVocabulary.MaxQuestionLength,
            MathematicsVocabulary.TokenNames,
            static (MathematicsRow row) => row.Question),
        GeneratedColumn.Tokens(
            AnswerColumn, MathematicsVocabulary.MaxAnswerLength, MathematicsVocabulary.TokenNames, static (MathematicsRow row) => row.Answer),
        GeneratedColumn.Scalar(QuestionLengthColumn, NumberDataViewType.Int32, static (MathematicsRow row) => row.QuestionLength),
        GeneratedColumn.Scalar(AnswerLengthColumn, NumberDataViewType.Int32, static (MathematicsRow row) => row.AnswerLength),
        GeneratedColumn.Scalar(
            QuestionTextColumn,
            TextDataViewType.Instance,
            static (MathematicsRow row) => MathematicsVocabulary.TextOf(row.Question).AsMemory()),
        GeneratedColumn.Scalar(
            AnswerTextColumn,
            TextDataViewType.Instance,
            static (MathematicsRow row) => MathematicsVocabulary.TextOf(row.Answer).AsMemory()),
        GeneratedColumn.Key(DifficultyColumn, MathematicsFiles.DifficultyNames, static (MathematicsRow row) => (int)row.Difficulty),
        GeneratedColumn.Key(ModuleColumn, MathematicsFiles.ModuleNames, static (MathematicsRow row) => (int)row.Module),
    ];
}
