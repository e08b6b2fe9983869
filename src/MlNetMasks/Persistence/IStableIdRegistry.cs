namespace MlNetMasks.Persistence;

/// <summary>A registry seen without its type parameter, for the JSON converter.</summary>
internal interface IStableIdRegistry
{
    /// <summary>Gets the seam's base type.</summary>
    Type BaseType { get; }

    /// <summary>Finds the type of an id read from a file.</summary>
    Type TypeOf(string id);

    /// <summary>Finds the id of a value's type.</summary>
    string IdOf(object value);
}
