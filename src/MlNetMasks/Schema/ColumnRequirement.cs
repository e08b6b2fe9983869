using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Schema;

/// <summary>
/// What a stage needs of an input column. The same requirement is checked twice: on the shape before any training, and on the real schema,
/// where alone sizes are known.
/// </summary>
public sealed record ColumnRequirement
{
    /// <summary>Makes a requirement.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="form">Form its values must have.</param>
    /// <param name="itemTypes">Item types accepted; for keys the unsigned number types behind them; none accepts every type.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ColumnRequirement(string name, ColumnForm form, params IReadOnlyList<PrimitiveDataViewType> itemTypes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(itemTypes);
        Name = name;
        Form = form;
        ItemTypes = itemTypes;
    }

    /// <summary>Gets the name of the column.</summary>
    public string Name { get; }

    /// <summary>Gets the form its values must have.</summary>
    public ColumnForm Form { get; }

    /// <summary>Gets the item types accepted; empty accepts every type.</summary>
    public IReadOnlyList<PrimitiveDataViewType> ItemTypes { get; }

    /// <summary>Gets the number of slots of a vector; 0, the default, accepts every known length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int Length
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the number of values of a key; 0, the default, accepts every number.</summary>
    public ulong KeyCount { get; init; }

    /// <summary>Gets what the user can do about a column that does not fit, as a sentence.</summary>
    public string Remedy { get; init; } = "Name another column in the stage's options, or convert this one with a stage before.";

    /// <summary>Checks the shape of a pipeline.</summary>
    /// <param name="inputSchema">Shape before the stage.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The column is missing or of another type; the message says what was found and expected.</exception>
    public SchemaShape.Column Require(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (inputSchema.Find(Name) is not { } column)
        {
            throw Missing(inputSchema.Select(column => column.Name), nameof(inputSchema));
        }

        var vector = column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => false,
            SchemaShape.Column.VectorKind.Vector => true,
            _ => (bool?)null,
        };
        return Fits(vector, column.IsKey, column.ItemType)
            ? column
            : throw Mismatch(Describe(column), nameof(inputSchema));
    }

    /// <summary>Checks a real schema.</summary>
    /// <param name="inputSchema">Schema before the stage.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">The column is missing, or its type or size differs; the message says what was found and expected.</exception>
    public DataViewSchema.Column Require(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (inputSchema.GetColumnOrNull(Name) is not { } column)
        {
            throw Missing(inputSchema.Where(column => !column.IsHidden).Select(column => column.Name), nameof(inputSchema));
        }

        var vector = column.Type as VectorDataViewType;
        var item = vector?.ItemType ?? column.Type;
        var key = item as KeyDataViewType;
        var isVector = vector is null ? false : vector.IsKnownSize ? true : (bool?)null;
        if (!Fits(isVector, key is not null, key is null ? item : PlainTypeOf(key))
            || (Length > 0 && vector?.Size != Length)
            || (KeyCount > 0 && key?.Count != KeyCount))
        {
            throw Mismatch(column.Type.ToString() ?? column.Type.GetType().Name, nameof(inputSchema));
        }

        return column;
    }

    /// <summary>Says in words what is required, for example <c>Vector&lt;Single, 20&gt;</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString()
    {
        var item = ItemTypes.Count == 0 ? "any type" : string.Join(" or ", ItemTypes);
        if (Form is ColumnForm.Key or ColumnForm.KeyVector)
        {
            item = KeyCount == 0 ? $"Key<{item}>" : $"Key<{item}, {KeyCount.ToString(CultureInfo.InvariantCulture)} values>";
        }

        return Form is ColumnForm.Scalar or ColumnForm.Key
            ? item
            : $"Vector<{item}, {(Length == 0 ? "fixed length" : Length.ToString(CultureInfo.InvariantCulture))}>";
    }

    private static NumberDataViewType PlainTypeOf(KeyDataViewType key) => Type.GetTypeCode(key.RawType) switch
    {
        TypeCode.Byte => NumberDataViewType.Byte,
        TypeCode.UInt16 => NumberDataViewType.UInt16,
        TypeCode.UInt32 => NumberDataViewType.UInt32,
        _ => NumberDataViewType.UInt64,
    };

    private static string Describe(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString() ?? column.ItemType.GetType().Name;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => item,
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            _ => $"Vector<{item}, variable length>",
        };
    }

    private bool Fits(bool? isVector, bool isKey, DataViewType itemType) =>
        isVector == Form is ColumnForm.Vector or ColumnForm.KeyVector
        && isKey == Form is ColumnForm.Key or ColumnForm.KeyVector
        && (ItemTypes.Count == 0 || ItemTypes.Contains(itemType));

    private ArgumentException Missing(IEnumerable<string> names, string parameter) =>
        new($"Column '{Name}' is missing; expected {this}. Columns there: {string.Join(", ", names)}. {Remedy}", parameter);

    private ArgumentException Mismatch(string found, string parameter) =>
        new($"Column '{Name}' is {found}; expected {this}. {Remedy}", parameter);
}
