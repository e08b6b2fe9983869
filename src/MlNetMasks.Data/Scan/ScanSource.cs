using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// SCAN (Lake and Baroni 2018): all 20,910 commands with the actions they ask for, in the order of <see cref="ScanGrammar"/>, as token sequences. The training and
/// test sets of the four splits are counting columns (<see cref="ScanSet"/>): a number says how often the row is in the set, 0 that it is not.
/// </summary>
public sealed class ScanSource : GeneratedDataView<ScanRow>
{
    /// <summary>Name of the column with the command's tokens, a byte vector of 9, padded behind with 0.</summary>
    public const string CommandColumn = "Command";

    /// <summary>Name of the column with the actions' tokens, a byte vector of 48, padded behind with 0.</summary>
    public const string ActionsColumn = "Actions";

    /// <summary>Name of the column with the number of words.</summary>
    public const string CommandLengthColumn = "CommandLength";

    /// <summary>Name of the column with the number of actions.</summary>
    public const string ActionLengthColumn = "ActionLength";

    /// <summary>Name of the text column with the command.</summary>
    public const string CommandTextColumn = "CommandText";

    /// <summary>Name of the text column with the actions.</summary>
    public const string ActionTextColumn = "ActionText";

    /// <summary>Creates the source from the rules alone, with seed 1.</summary>
    public ScanSource()
        : this(seed: 1)
    {
    }

    /// <summary>Creates the source from the rules alone; its simple split is a draw of our own.</summary>
    /// <param name="seed">Seed of the simple split, any value.</param>
    public ScanSource(int seed)
        : this(ScanMembership.FromRules(seed))
    {
    }

    /// <summary>Creates the source with given sets.</summary>
    /// <param name="membership">The sets, from rules or files.</param>
    public ScanSource(ScanMembership membership)
        : base(ScanGrammar.CommandCount, Columns(membership ?? throw new ArgumentNullException(nameof(membership))))
    {
        Membership = membership;
    }

    /// <summary>Names of the counting columns, in the order of <see cref="ScanSet"/>.</summary>
    public static IReadOnlyList<string> SetColumns { get; } = Array.AsReadOnly(Enum.GetNames<ScanSet>());

    /// <summary>The sets.</summary>
    public ScanMembership Membership { get; }

    /// <summary>Creates the source with the sets of the official files, every line checked against the grammar.</summary>
    /// <param name="folder">Folder with <c>simple_split</c>, <c>length_split</c> and <c>add_prim_split</c> as in the SCAN repository.</param>
    /// <returns>The source.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A line is no command of the grammar, has other actions, or a file is not complete; the message names file and line.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ScanSource FromFiles(string folder) => new(ScanMembership.FromFiles(folder));

    /// <inheritdoc/>
    protected internal override ScanRow CreateRow() => new();

    /// <inheritdoc/>
    protected internal override void Generate(long index, ScanRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        row.Set((int)index);
    }

    private static IEnumerable<GeneratedColumn<ScanRow>> Columns(ScanMembership membership) =>
    [
        GeneratedColumn.Tokens(CommandColumn, ScanVocabulary.MaxCommandLength, ScanVocabulary.CommandTokens, static (ScanRow row) => row.Words),
        GeneratedColumn.Tokens(ActionsColumn, ScanVocabulary.MaxActionLength, ScanVocabulary.ActionTokens, static (ScanRow row) => row.Actions),
        GeneratedColumn.Scalar(CommandLengthColumn, NumberDataViewType.Int32, static (ScanRow row) => row.WordCount),
        GeneratedColumn.Scalar(ActionLengthColumn, NumberDataViewType.Int32, static (ScanRow row) => row.ActionCount),
        GeneratedColumn.Scalar(CommandTextColumn, TextDataViewType.Instance, static (ScanRow row) => ScanVocabulary.CommandText(row.Words).AsMemory()),
        GeneratedColumn.Scalar(ActionTextColumn, TextDataViewType.Instance, static (ScanRow row) => ScanVocabulary.ActionText(row.Actions).AsMemory()),
        .. Enum.GetValues<ScanSet>().Select(set => GeneratedColumn.Scalar(set.ToString(), NumberDataViewType.Int32, (ScanRow row) => membership.Count(set, row.Command))),
    ];
}
