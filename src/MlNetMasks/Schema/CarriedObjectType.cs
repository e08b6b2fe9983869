using Microsoft.ML.Data;

namespace MlNetMasks.Schema;

/// <summary>The data view type of an object handed downstream in an annotation; all instances for the same object type are equal.</summary>
/// <typeparam name="T">Type of the object.</typeparam>
public sealed class CarriedObjectType<T> : StructuredDataViewType
    where T : class
{
    internal CarriedObjectType(object? announcement = null)
        : base(typeof(T)) => Announcement = announcement;

    /// <summary>Gets what is said of the object even before it exists, or null; it takes no part in comparisons.</summary>
    public object? Announcement { get; }

    /// <inheritdoc/>
    public override bool Equals(DataViewType? other) => other is CarriedObjectType<T>;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CarriedObjectType<T>;

    /// <inheritdoc/>
    public override int GetHashCode() => typeof(T).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => typeof(T).Name;
}
