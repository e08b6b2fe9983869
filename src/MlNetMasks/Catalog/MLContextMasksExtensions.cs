using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace MlNetMasks;

/// <summary>Adds <c>mlContext.Masks</c>.</summary>
public static class MLContextMasksExtensions
{
    // An extension cannot add a field to a context; the table holds no context alive. Lazy, because the table may make a value twice and drop
    // one, and a catalog without a given seed must draw and announce only one.
    private static readonly ConditionalWeakTable<MLContext, Lazy<MasksCatalog>> Catalogs = [];

    extension(MLContext context)
    {
        /// <summary>Gets the catalog of everything about weight masks; always the same object for the same context.</summary>
        public MasksCatalog Masks => Catalogs.GetValue(context, static owner => new(() => new MasksCatalog(owner))).Value;
    }
}
