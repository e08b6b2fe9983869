using Microsoft.ML.Data;

namespace MlNetMasks.Schema;

/// <summary>The data view type of an object handed downstream in an annotation; all instances for the same object type are equal.</summary>
/// <typeparam name="T">Type of the object.</typeparam>
public sealed class CarriedObjectType<T> : StructuredDataViewType
    where T : class
{
    internal CarriedObjectType()
        : base(typeof(T))
    {
    }

    /// <inheritdoc/>
    public override bool Equals(DataViewType? other) => other is CarriedObjectType<T>;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CarriedObjectType<T>;

    /// <inheritdoc/>
    public override int GetHashCode() => typeof(T).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => typeof(T).Name;
}
