namespace MlNetMasks.Torch;

/// <summary>
/// Describes an architecture: sizes and options, no weights. A specification of your own derives from this record, builds its module on
/// the layers of <see cref="NetworkBuilder"/> and is registered under a stable id, which saved models name.
/// </summary>
public abstract record NetworkSpec
{
    /// <summary>Builds the module. Called anew for every binding, so the module must not hold weights of its own.</summary>
    /// <param name="builder">Declares the parameters and makes the layers.</param>
    /// <returns>The module.</returns>
    public abstract NetworkModule Build(NetworkBuilder builder);
}
