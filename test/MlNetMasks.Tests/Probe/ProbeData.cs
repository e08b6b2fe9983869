using Microsoft.ML;

namespace MlNetMasks.Tests.Probe;

internal static class ProbeData
{
    public static IReadOnlyList<ProbeRow> Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new ProbeRow
        {
            Features = [i, 0.5f * i, i % 7],
            Label = i % 3,
            Text = $"row {i} of {count}",
            Kind = (uint)(i % 5),
            Number = (long)i << 33,
        }),
    ];

    public static IDataView View(MLContext context, int count) => context.Data.LoadFromEnumerable(Rows(count));

    /// <summary>A view whose cursor sets have several cursors.</summary>
    public static IDataView Cached(MLContext context, int count) => context.Data.Cache(View(context, count));

    public static MLContext Context()
    {
        var context = new MLContext(seed: 7);
        ProbeStage.Register(context);
        FollowerStage.Register(context);
        return context;
    }
}
