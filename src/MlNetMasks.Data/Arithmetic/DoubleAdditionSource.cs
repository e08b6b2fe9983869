using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// The double-addition benchmark (paper, section 3.2): two pairs of numbers, all four drawn uniformly and independently, and the sum of each pair modulo
/// 10^digits. Row i depends on seed, split and i alone: a longer source starts with the rows of a shorter one.
/// </summary>
/// <remarks>
/// With two digits 100 million different inputs exist: a million training rows hold about 1 % of the validation rows. Each pair on its own has only 10,000
/// inputs, which training sees all of.
/// </remarks>
public sealed class DoubleAdditionSource : GeneratedDataView<DoubleAdditionRow>
{
    /// <summary>Name of the column with the first pair's left operand, a byte vector, least significant digit first.</summary>
    public const string FirstLeftColumn = "FirstLeft";

    /// <summary>Name of the column with the first pair's right operand, a byte vector, least significant digit first.</summary>
    public const string FirstRightColumn = "FirstRight";

    /// <summary>Name of the column with the first pair's sum, a byte vector, least significant digit first.</summary>
    public const string FirstResultColumn = "FirstResult";

    /// <summary>Name of the column with the second pair's left operand, a byte vector, least significant digit first.</summary>
    public const string SecondLeftColumn = "SecondLeft";

    /// <summary>Name of the column with the second pair's right operand, a byte vector, least significant digit first.</summary>
    public const string SecondRightColumn = "SecondRight";

    /// <summary>Name of the column with the second pair's sum, a byte vector, least significant digit first.</summary>
    public const string SecondResultColumn = "SecondResult";

    private readonly CounterRandom _random;
    private readonly long _modulus;

    /// <summary>Creates the source.</summary>
    /// <param name="split">Which of the two independent draws to read.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="options">Digits and seed; default two digits and seed 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is unknown or <paramref name="rows"/> is below 1.</exception>
    public DoubleAdditionSource(DataSplit split, int rows, DoubleAdditionOptions? options = null)
        : base(CheckedRows(rows), Columns(options ?? new DoubleAdditionOptions()))
    {
        if (split is not (DataSplit.Train or DataSplit.Validation))
        {
            throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Validation.");
        }

        Split = split;
        Options = options ?? new DoubleAdditionOptions();
        _modulus = DecimalDigits.Modulus(Options.Digits);
        _random = new CounterRandom(Options.Seed, split == DataSplit.Train ? "double-addition/train" : "double-addition/validation");
    }

    /// <summary>Which of the two independent draws this is.</summary>
    public DataSplit Split { get; }

    /// <summary>Digits and seed.</summary>
    public DoubleAdditionOptions Options { get; }

    /// <inheritdoc/>
    protected internal override DoubleAdditionRow CreateRow() => new(Options.Digits);

    /// <inheritdoc/>
    protected internal override void Generate(long index, DoubleAdditionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        for (int pair = 0; pair < DoubleAdditionRow.PairCount; pair++)
        {
            row.Set(pair, _random.Below(_modulus, index, 2 * pair), _random.Below(_modulus, index, (2 * pair) + 1));
        }
    }

    private static long CheckedRows(int rows) => rows >= 1
        ? rows
        : throw new ArgumentOutOfRangeException(nameof(rows), rows, "The number of rows must be at least 1.");

    private static IEnumerable<GeneratedColumn<DoubleAdditionRow>> Columns(DoubleAdditionOptions options)
    {
        var digits = new VectorDataViewType(NumberDataViewType.Byte, options.Digits);
        IReadOnlyList<string> places = DecimalDigits.PlaceNames(options.Digits);
        return
        [
            GeneratedColumn.Vector(FirstLeftColumn, digits, static (DoubleAdditionRow row) => row.Left(0), places),
            GeneratedColumn.Vector(FirstRightColumn, digits, static (DoubleAdditionRow row) => row.Right(0), places),
            GeneratedColumn.Vector(FirstResultColumn, digits, static (DoubleAdditionRow row) => row.Result(0), places),
            GeneratedColumn.Vector(SecondLeftColumn, digits, static (DoubleAdditionRow row) => row.Left(1), places),
            GeneratedColumn.Vector(SecondRightColumn, digits, static (DoubleAdditionRow row) => row.Right(1), places),
            GeneratedColumn.Vector(SecondResultColumn, digits, static (DoubleAdditionRow row) => row.Result(1), places),
        ];
    }
}
