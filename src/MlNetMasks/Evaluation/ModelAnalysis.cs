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

    /// <summary>Kept weights, maskable weights and density: columns <c>Mask</c>, <c>Layer</c> (empty for the total), <c>kept</c>, <c>maskable</c>, <c>density</c>.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Kept() => Table(Metrics.Kept, [Metrics.Kept, Metrics.Maskable, Metrics.Density]);

    /// <summary>Share of each function's kept weights that another function's mask also keeps: columns <c>Mask</c>, <c>Layer</c>, <c>kept</c>, <c>shared</c>; without the control.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Sharing() => Table(Metrics.Shared, [Metrics.Kept, Metrics.Shared]);

    /// <summary>Share of the control's kept weights that each function's mask also keeps: columns <c>Mask</c>, <c>Layer</c>, <c>kept</c>, <c>remaining</c>; no rows without a control.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame Remaining() => Table(Metrics.Remaining, [Metrics.Kept, Metrics.Remaining]);

    /// <summary>
    /// Overlap of each pair of masks beside what chance gives for masks of the same densities: columns <c>Mask</c>, <c>Against</c>, <c>Layer</c>, <c>iou</c>,
    /// <c>chance-iou</c>, <c>iomin</c>, <c>chance-iomin</c>, <c>intersection-z</c>.
    /// </summary>
    /// <returns>A new frame.</returns>
    public DataFrame Overlap() => Table(
        Metrics.IoU,
        [Metrics.IoU, Metrics.ChancePrefix + Metrics.IoU, Metrics.IoMin, Metrics.ChancePrefix + Metrics.IoMin, Metrics.IntersectionZ],
        pairs: true);

    /// <summary>
    /// Mean IoU over the replicates of each function beside what chance gives: columns <c>Mask</c> (the function), <c>Layer</c>, <c>stability</c>,
    /// <c>chance-stability</c>; no rows without replicates.
    /// </summary>
    /// <returns>A new frame.</returns>
    public DataFrame Stability() => Table(Metrics.Stability, [Metrics.Stability, Metrics.ChancePrefix + Metrics.Stability]);

    /// <summary>
    /// Of sequences: share of the control's kept weights in each output token's row that a function's mask removes: columns <c>Mask</c>, <c>Token</c>,
    /// <c>removed-per-token</c>, largest share first within a mask; no rows without a control or where embeddings give the logits.
    /// </summary>
    /// <returns>A new frame.</returns>
    public DataFrame RemovedPerToken()
    {
        var rows = _statistics.Where(record => record.Metric == Metrics.RemovedPerToken).GroupBy(record => record.Mask)
            .SelectMany(mask => mask.OrderByDescending(record => record.Value)).ToList();
        return new DataFrame(
            new StringDataFrameColumn(nameof(ResultRecord.Mask), rows.Select(row => row.Mask)),
            new StringDataFrameColumn("Token", rows.Select(row => row.Unit)),
            new DoubleDataFrameColumn(Metrics.RemovedPerToken, rows.Select(row => row.Value)));
    }

    /// <summary>All records as a table with the columns of <see cref="ResultRecord"/>.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame ToDataFrame() => Records.ToDataFrame();

    /// <summary>One row per mask, or pair of masks, and layer for which the leading metric is known; one column per metric.</summary>
    private DataFrame Table(string leading, string[] metrics, bool pairs = false)
    {
        var values = _statistics.Where(record => record.Unit.Length == 0)
            .ToDictionary(record => (record.Mask, record.Against, record.Layer, record.Metric), record => record.Value);
        var rows = _statistics.Where(record => record.Metric == leading).ToList();
        List<DataFrameColumn> columns = [new StringDataFrameColumn(nameof(ResultRecord.Mask), rows.Select(row => row.Mask))];
        if (pairs)
        {
            columns.Add(new StringDataFrameColumn(nameof(ResultRecord.Against), rows.Select(row => row.Against)));
        }

        columns.Add(new StringDataFrameColumn(nameof(ResultRecord.Layer), rows.Select(row => row.Layer)));
        columns.AddRange(metrics.Select(metric => new DoubleDataFrameColumn(metric, rows.Select(row => values[(row.Mask, row.Against, row.Layer, metric)]))));
        return new DataFrame(columns);
    }
}
