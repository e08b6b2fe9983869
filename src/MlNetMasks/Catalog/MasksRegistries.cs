using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;

namespace MlNetMasks;

/// <summary>
/// What model files of one context may name: stage types, and the types of the open seams. Safe for use from several threads.
/// </summary>
/// <remarks>
/// ML.NET calls a loader with an environment and nothing else, and that environment is not the <c>MLContext</c> but an object inside it. The
/// context, that object and all its children do share one component catalog, the place where ML.NET keeps what it can load; so the
/// registries belong to the component catalog, and two contexts never see each other's registrations.
/// </remarks>
public sealed class MasksRegistries
{
    private static readonly ConditionalWeakTable<ComponentCatalog, MasksRegistries> OfCatalog = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<Type, IStableIdRegistry> _seams = [];
    private volatile JsonSerializerOptions? _json;

    private MasksRegistries()
    {
    }

    /// <summary>Gets the stage types that can be loaded.</summary>
    public StageRegistry Stages { get; } = new();

    /// <summary>Gets the JSON settings of everything stored: strict, and with seam types written by their ids.</summary>
    public JsonSerializerOptions Json => _json ?? BuildJson();

    /// <summary>Finds the registries of an environment, which all its hosts and its <c>MLContext</c> share.</summary>
    /// <param name="environment">A context, or any environment made from it.</param>
    /// <returns>The registries; always the same object for the same context.</returns>
    public static MasksRegistries Of(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OfCatalog.GetValue(environment.ComponentCatalog, static _ => new MasksRegistries());
    }

    /// <summary>Gets the registry of an open seam, made on first use.</summary>
    /// <typeparam name="TBase">The seam's base type or interface.</typeparam>
    /// <returns>The registry; always the same object.</returns>
    public StableIdRegistry<TBase> For<TBase>()
        where TBase : class
    {
        lock (_gate)
        {
            if (_seams.TryGetValue(typeof(TBase), out var known))
            {
                return (StableIdRegistry<TBase>)known;
            }

            var made = new StableIdRegistry<TBase>();
            _seams.Add(typeof(TBase), made);
            // Serializer options remember how they handled a type, so a new seam needs new ones.
            _json = null;
            return made;
        }
    }

    private JsonSerializerOptions BuildJson()
    {
        lock (_gate)
        {
            var options = new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
                NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
                RespectNullableAnnotations = true,
                RespectRequiredConstructorParameters = true,
                AllowDuplicateProperties = false,
                TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputedProperties } },
            };
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
            foreach (var seam in _seams.Values)
            {
                var converter = typeof(StableIdConverter<>).MakeGenericType(seam.BaseType);
                options.Converters.Add((JsonConverter)Activator.CreateInstance(converter, seam)!);
            }

            return _json = options;
        }
    }

    // What a type computes from its other properties, such as the columns of a problem, is no part of its state and cannot be read back.
    private static void LeaveOutComputedProperties(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i] is { Set: null, AssociatedParameter: null, ObjectCreationHandling: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
