using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// The add/mul benchmark (paper, section 3.1): two numbers and an operation, drawn uniformly and independently, and the result modulo
/// 10^digits. Row i depends on seed, split and i alone: a longer source starts with the rows of a shorter one.
/// </summary>
/// <remarks>
/// With two digits only 20,000 different inputs exist, so validation is another draw from the same inputs and overlaps training, as in the
/// paper. With four digits (200 million inputs) a million training rows hold about 0.5 % of the validation rows.
/// </remarks>
public sealed class AddMulSource : GeneratedDataView<AddMulRow>
{
    /// <summary>Name of the column with the left operand's digits, a byte vector, least significant first.</summary>
    public const string LeftColumn = "Left";

    /// <summary>Name of the column with the right operand's digits, a byte vector, least significant first.</summary>
    public const string RightColumn = "Right";

    /// <summary>Name of the key column with the operation asked for, <c>add</c> or <c>mul</c>.</summary>
    public const string OperationColumn = "Operation";

    /// <summary>Name of the column with the digits of the result asked for, a byte vector, least significant first.</summary>
    public const string ResultColumn = "Result";

    /// <summary>Name of the column with the sum's digits, a byte vector, least significant first.</summary>
    public const string SumResultColumn = "SumResult";

    /// <summary>Name of the column with the product's digits, a byte vector, least significant first.</summary>
    public const string ProductResultColumn = "ProductResult";

    private readonly CounterRandom _random;
    private readonly long _modulus;

    /// <summary>Creates the source.</summary>
    /// <param name="split">Which of the two independent draws to read.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="options">Digits and seed; default two digits and seed 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is unknown or <paramref name="rows"/> is below 1.</exception>
    public AddMulSource(DataSplit split, int rows, AddMulOptions? options = null)
        : base(CheckedRows(rows), Columns(options ?? new AddMulOptions()))
    {
        if (split is not (DataSplit.Train or DataSplit.Validation))
        {
            throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Validation.");
        }

        Split = split;
        Options = options ?? new AddMulOptions();
        _modulus = DecimalDigits.Modulus(Options.Digits);
        _random = new CounterRandom(Options.Seed, split == DataSplit.Train ? "add-mul/train" : "add-mul/validation");
    }

    /// <summary>Names of the operations in key order: <c>add</c>, <c>mul</c>.</summary>
    public static IReadOnlyList<string> OperationNames { get; } = ["add", "mul"];

    /// <summary>Which of the two independent draws this is.</summary>
    public DataSplit Split { get; }

    /// <summary>Digits and seed.</summary>
    public AddMulOptions Options { get; }

    /// <inheritdoc/>
    protected internal override AddMulRow CreateRow() => new(Options.Digits);

    /// <inheritdoc/>
    protected internal override void Generate(long index, AddMulRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var operation = (ArithmeticOperation)_random.Below(OperationNames.Count, index, 0);
        row.Set(operation, _random.Below(_modulus, index, 1), _random.Below(_modulus, index, 2));
    }

    private static long CheckedRows(int rows) => rows >= 1
        ? rows
        : throw new ArgumentOutOfRangeException(nameof(rows), rows, "The number of rows must be at least 1.");

    private static IEnumerable<GeneratedColumn<AddMulRow>> Columns(AddMulOptions options)
    {
        var digits = new VectorDataViewType(NumberDataViewType.Byte, options.Digits);
        IReadOnlyList<string> places = DecimalDigits.PlaceNames(options.Digits);
        return
        [
            GeneratedColumn.Vector(LeftColumn, digits, static (AddMulRow row) => row.Left, places),
            GeneratedColumn.Vector(RightColumn, digits, static (AddMulRow row) => row.Right, places),
            GeneratedColumn.Key(OperationColumn, OperationNames, static (AddMulRow row) => (int)row.Operation),
            GeneratedColumn.Vector(ResultColumn, digits, static (AddMulRow row) => row.Result, places),
            GeneratedColumn.Vector(SumResultColumn, digits, static (AddMulRow row) => row.Sum, places),
            GeneratedColumn.Vector(ProductResultColumn, digits, static (AddMulRow row) => row.Product, places),
        ];
    }
}
