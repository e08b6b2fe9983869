using Microsoft.Data.Analysis;
using MlNetMasks.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>The masks of a model and their statistics, per layer and in total.</summary>
public sealed class ModelAnalysis
{
    private readonly IReadOnlyList<ResultRecord> _statistics;

    internal ModelAnalysis(MaskSet masks, IReadOnlyList<ResultRecord> statistics, IReadOnlyList<ResultRecord> training)
    {
        Masks = masks;
        _statistics = statistics;
        Records = [.. training, .. statistics];
    }

    /// <summary>The masks.</summary>
    public MaskSet Masks { get; }

    /// <summary>Everything as flat records: training curves, logit histograms, mask statistics.</summary>
    public IReadOnlyList<ResultRecord> Records { get; }

    /// <summary>Kept weights, maskable weights and density, one row per mask and layer (the total has an empty layer).</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Kept() => Table(["Mask", "Layer"], Metrics.Kept, Metrics.Maskable, Metrics.Density);

    /// <summary>Share of each function's kept weights that another function's mask also keeps, one row per mask and layer.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Sharing() => Table(["Mask", "Layer"], Metrics.Kept, Metrics.Shared);

    /// <summary>Share of the control's kept weights that each mask also keeps; empty without a control.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Remaining() => Table(["Mask", "Layer"], Metrics.Kept, Metrics.Remaining);

    /// <summary>IoU and IoMin of each pair of masks beside what chance gives for masks of the same densities, one row per pair and layer.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Overlap() => Table(
        ["Mask", "Against", "Layer"], Metrics.IoU, Metrics.ChancePrefix + Metrics.IoU, Metrics.IoMin, Metrics.ChancePrefix + Metrics.IoMin, Metrics.IntersectionZ);

    /// <summary>All records as a table with the columns of <see cref="ResultRecord"/>.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame ToDataFrame() => Records.ToDataFrame();

    private DataFrame Table(string[] index, params string[] metrics)
        => _statistics.Where(record => metrics.Contains(record.Metric)).ToList().ToDataFrame().Pivot(index, "Metric", "Value");
}
