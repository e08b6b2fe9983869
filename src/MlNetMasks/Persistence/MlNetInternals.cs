using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Persistence;

/// <summary>
/// Every non-public member of ML.NET this library binds to, in one place: a new ML.NET release that moves one of them is named here
/// and nowhere else.
/// </summary>
internal static class MlNetInternals
{
    private const string LoadContextName = "Microsoft.ML.ModelLoadContext";
    private const string SeedGetter = "Microsoft.ML.Runtime.IHostEnvironmentInternal.get_Seed";
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // VersionInfo is an internal struct, which UnsafeAccessorType cannot stand in for: these members go through reflection.
    private static readonly Assembly Core = typeof(ModelSaveContext).Assembly;
    private static readonly Type? VersionInfo = Core.GetType("Microsoft.ML.VersionInfo");
    private static readonly Type? LoadContext = Core.GetType(LoadContextName);
    private static readonly Type? LoadModelSignature = Core.GetType("Microsoft.ML.SignatureLoadModel");
    private static readonly Type? LoadableClass = Core.GetType("Microsoft.ML.LoadableClassAttribute");

    private static readonly ConstructorInfo? NewVersionInfo = VersionInfo?.GetConstructor(
        Declared, [typeof(string), typeof(uint), typeof(uint), typeof(uint), typeof(string), typeof(string), typeof(string)]);

    private static readonly MethodInfo? SetVersionInfoMethod = VersionInfo is null
        ? null
        : typeof(ModelSaveContext).GetMethod("SetVersionInfo", Declared, [VersionInfo]);

    private static readonly ConstructorInfo? NewLoadableClass = LoadableClass?.GetConstructor(
        Declared, [typeof(Type), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])]);

    /// <summary>Gets the description of every bound member that the referenced ML.NET lacks; empty when all are there.</summary>
    public static IReadOnlyList<string> Missing { get; } = [.. Members().Where(member => !member.Found).Select(member => member.Name)];

    /// <summary>Throws when the referenced ML.NET lacks a bound member.</summary>
    /// <exception cref="NotSupportedException">A bound member is missing.</exception>
    public static void Require()
    {
        if (Missing.Count > 0)
        {
            throw new NotSupportedException(
                $"{Core.GetName().Name} ({InformationalVersion(Core)}) does not have: {string.Join("; ", Missing)}. Saving and loading of mask "
                + "stages was made for Microsoft.ML 5.0: reference that version, or a newer MlNetMasks that supports this one.");
        }
    }

    /// <summary>Writes the identification of a stage of ours into the header of the model entry being saved.</summary>
    public static void SetVersionInfo(ModelSaveContext context, string modelSignature, uint version, string loaderSignature, string loaderAssembly)
    {
        Require();
        var info = NewVersionInfo!.Invoke([modelSignature, version, version, version, loaderAssembly, loaderSignature, null]);
        SetVersionInfoMethod!.Invoke(context, BindingFlags.DoNotWrapExceptions, null, [info], null);
    }

    /// <summary>Writes one named stream beside the model entry being saved.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SaveBinaryStream")]
    public static extern void SaveBinaryStream(ModelSaveContext context, string name, Action<BinaryWriter> write);

    /// <summary>Reads one named stream beside the model entry being loaded; false when there is none.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryLoadBinaryStream")]
    public static extern bool TryLoadBinaryStream(
        [UnsafeAccessorType(LoadContextName + ", Microsoft.ML.Core")] object context, string name, Action<BinaryReader> read);

    /// <summary>Makes a column of a schema shape; sizes exist only in the real schema.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column NewShapeColumn(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    /// <summary>Reads the seed a context was made with; null when it was made without one.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = SeedGetter)]
    public static extern int? SeedOf(MLContext context);

    /// <summary>Makes the attribute by which ML.NET's component catalog finds a loader class.</summary>
    public static Attribute NewLoaderAttribute(Type loader, string displayName, string loaderSignature)
    {
        Require();
        return (Attribute)NewLoadableClass!.Invoke(
            [typeof(ITransformer), loader, null, LoadModelSignature, displayName, new[] { loaderSignature }]);
    }

    /// <summary>The informational version of an assembly without the commit part.</summary>
    public static string InformationalVersion(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown version";

    private static IEnumerable<(string Name, bool Found)> Members()
    {
        yield return ("VersionInfo(string, uint, uint, uint, string, string, string)", NewVersionInfo is not null);
        yield return ("ModelSaveContext.SetVersionInfo(VersionInfo)", SetVersionInfoMethod is not null);
        yield return (
            "void ModelSaveContext.SaveBinaryStream(string, Action<BinaryWriter>)",
            Has(typeof(ModelSaveContext), "SaveBinaryStream", typeof(void), typeof(string), typeof(Action<BinaryWriter>)));
        yield return (
            "bool ModelLoadContext.TryLoadBinaryStream(string, Action<BinaryReader>)",
            LoadContext is not null && Has(LoadContext, "TryLoadBinaryStream", typeof(bool), typeof(string), typeof(Action<BinaryReader>)));
        yield return (
            "delegate void SignatureLoadModel(ModelLoadContext)",
            LoadContext is not null && LoadModelSignature is not null && Has(LoadModelSignature, "Invoke", typeof(void), LoadContext));
        yield return ("LoadableClassAttribute(Type, Type, Type, Type, string, string[])", NewLoadableClass is not null);
        yield return (
            "SchemaShape.Column(string, VectorKind, DataViewType, bool, SchemaShape)",
            typeof(SchemaShape.Column).GetConstructor(
                Declared,
                [typeof(string), typeof(SchemaShape.Column.VectorKind), typeof(DataViewType), typeof(bool), typeof(SchemaShape)]) is not null);
        yield return ("int? MLContext." + SeedGetter + "()", Has(typeof(MLContext), SeedGetter, typeof(int?)));
    }

    private static bool Has(Type type, string method, Type result, params Type[] parameters) =>
        type.GetMethod(method, Declared, parameters)?.ReturnType == result;
}
