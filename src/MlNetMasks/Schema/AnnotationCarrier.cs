using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using MlNetMasks.Persistence;

namespace MlNetMasks.Schema;

/// <summary>
/// Hands an object from one stage to later ones in an annotation of a column, ML.NET's own way of passing facts downstream: it goes wherever
/// the column goes, and its declaration lets a chain be checked before any training.
/// </summary>
/// <typeparam name="T">Type of the object; it must be immutable or safe for use from several threads.</typeparam>
public sealed class AnnotationCarrier<T>
    where T : class
{
    private readonly CarriedObjectType<T> _type = new();

    /// <summary>Makes a carrier.</summary>
    /// <param name="annotation">Name of the annotation, for example <c>Network</c>.</param>
    public AnnotationCarrier(string annotation)
    {
        ArgumentException.ThrowIfNullOrEmpty(annotation);
        Annotation = annotation;
    }

    /// <summary>Gets the name of the annotation.</summary>
    public string Annotation { get; }

    /// <summary>Gets the annotation's declaration, to be put on the shape of the column that carries the object.</summary>
    public SchemaShape.Column Declaration => Declare(_type);

    /// <summary>Makes a declaration that says something of the object before it exists.</summary>
    /// <param name="announcement">What is said; later stages find it with <see cref="Announcements"/>.</param>
    /// <returns>The declaration, to be put on the shape of the column that carries the object.</returns>
    public SchemaShape.Column Announce(object announcement)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        return Declare(new CarriedObjectType<T>(announcement));
    }

    /// <summary>Puts an object on a column.</summary>
    /// <param name="builder">Builder of the column's annotations.</param>
    /// <param name="value">The object.</param>
    /// <param name="announcement">What shapes made from the schema say of the object, as with <see cref="Announce"/>; by default nothing.</param>
    public void Add(DataViewSchema.Annotations.Builder builder, T value, object? announcement = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        builder.Add(Annotation, announcement is null ? _type : new CarriedObjectType<T>(announcement), (ref T destination) => destination = value);
    }

    /// <summary>Finds what the columns of a shape say of their objects, in order.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>The announcements; one that several columns carry comes once.</returns>
    public IReadOnlyList<object> Announcements(SchemaShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return [.. shape
            .Select(column => (column.Annotations?.Find(Annotation)?.ItemType as CarriedObjectType<T>)?.Announcement)
            .OfType<object>()
            .Distinct(ReferenceEqualityComparer.Instance)];
    }

    /// <summary>Tells whether a column of a shape declares the object.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>True if one does.</returns>
    public bool IsDeclaredIn(SchemaShape shape) => FindDeclaring(shape) is not null;

    /// <summary>Finds the column of a shape that declares the object, the last added first.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>The column, or null if none does.</returns>
    public SchemaShape.Column? FindDeclaring(SchemaShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        SchemaShape.Column? last = null;
        foreach (var column in shape)
        {
            if (column.Annotations?.Find(Annotation) is { } found && found.ItemType.Equals(_type))
            {
                last = column;
            }
        }

        return last;
    }

    /// <summary>Throws unless a column of a shape declares the object.</summary>
    /// <param name="inputSchema">Shape before the stage.</param>
    /// <param name="remedy">What the user can do, as a sentence.</param>
    /// <exception cref="ArgumentException">No column declares it.</exception>
    public void RequireDeclared(SchemaShape inputSchema, string remedy)
    {
        if (!IsDeclaredIn(inputSchema))
        {
            throw Missing(inputSchema.Select(column => column.Name), remedy, nameof(inputSchema));
        }
    }

    /// <summary>Looks for the object on all columns, hidden ones included, from the last added to the first.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The object nearest upstream.</param>
    /// <returns>True if there is one.</returns>
    public bool TryFind(DataViewSchema schema, [NotNullWhen(true)] out T? value)
    {
        var all = FindAll(schema);
        value = all.Count > 0 ? all[^1] : null;
        return value is not null;
    }

    /// <summary>Finds the objects on all columns, hidden ones included, in order.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The objects; one that several columns carry, for example after CopyColumns, comes once.</returns>
    public IReadOnlyList<T> FindAll(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var all = new List<T>();
        foreach (var annotations in schema.Select(column => column.Annotations))
        {
            if (annotations.Schema.GetColumnOrNull(Annotation) is { } found && found.Type.Equals(_type))
            {
                T? carried = null;
                annotations.GetValue(Annotation, ref carried);
                if (!all.Contains(carried!))
                {
                    all.Add(carried!);
                }
            }
        }

        return all;
    }

    /// <summary>Finds the object nearest upstream.</summary>
    /// <param name="inputSchema">Schema before the stage.</param>
    /// <param name="remedy">What the user can do if there is none, as a sentence.</param>
    /// <returns>The object.</returns>
    /// <exception cref="ArgumentException">No column carries it.</exception>
    public T Require(DataViewSchema inputSchema, string remedy) => TryFind(inputSchema, out var value)
        ? value
        : throw Missing(inputSchema.Select(column => column.Name).Distinct(), remedy, nameof(inputSchema));

    private SchemaShape.Column Declare(CarriedObjectType<T> type) =>
        MlNetInternals.NewShapeColumn(Annotation, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, annotations: null);

    private ArgumentException Missing(IEnumerable<string> names, string remedy, string parameter) =>
        new($"No column carries a {typeof(T).Name} (annotation '{Annotation}'). Columns there: {string.Join(", ", names)}. {remedy}", parameter);
}
