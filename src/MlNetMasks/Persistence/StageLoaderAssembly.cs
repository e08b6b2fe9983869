using System.Reflection;
using Microsoft.ML.Runtime;

namespace MlNetMasks.Persistence;

/// <summary>
/// An assembly in name only, whose single attribute tells ML.NET's component catalog where our loader is: the attribute type is internal
/// to ML.NET, so our real assembly cannot carry it.
/// </summary>
internal sealed class StageLoaderAssembly : Assembly
{
    private readonly Attribute _loader = MlNetInternals.NewLoaderAttribute(typeof(StageModel), "Mask stage", StageModel.LoaderSignature);

    /// <summary>Registers the loader with a component catalog; registering again does nothing.</summary>
    public static void Register(ComponentCatalog catalog) => catalog.RegisterAssembly(new StageLoaderAssembly());

    /// <inheritdoc/>
    public override string FullName => "MlNetMasks.StageLoader, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null";

    /// <inheritdoc/>
    public override AssemblyName GetName() => new(FullName);

    /// <inheritdoc/>
    public override Type[] GetTypes() => [];

    /// <inheritdoc/>
    public override bool IsDefined(Type attributeType, bool inherit) => attributeType.IsInstanceOfType(_loader);

    /// <inheritdoc/>
    public override object[] GetCustomAttributes(bool inherit) => new[] { _loader };

    /// <inheritdoc/>
    public override object[] GetCustomAttributes(Type attributeType, bool inherit) =>
        IsDefined(attributeType, inherit) ? new[] { _loader } : Array.Empty<Attribute>();
}
