using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>What is compared between the variants of an experiment: one number per mask with its interval over the seeds.</summary>
internal sealed class VariantMeasures
{
    private readonly ILookup<(string Mask, string Metric), ResultRecord> _totals;
    private readonly ILookup<(string Mask, Condition Condition, string DataSet), ResultRecord> _accuracies;

    public VariantMeasures(VariantResults variant)
    {
        Variant = variant;
        _totals = variant.Records
            .Where(record => record.Layer.Length == 0 && record.Against.Length == 0 && record.Unit.Length == 0 && record.Step is null && record.Condition == Condition.None && record.Mask.Length > 0)
            .ToLookup(record => (record.Mask, record.Metric));
        _accuracies = variant.Records
            .Where(record => record.Stage == Stages.Evaluate && record.Metric == Metrics.Accuracy && record.Unit.Length == 0 && record.Layer.Length == 0)
            .ToLookup(record => (record.Mask, record.Condition, record.DataSet));
        Masks = [.. variant.Masks.Where(mask => !variant.Expressions.Contains(mask) && variant.FunctionOf(mask) == mask && Total(mask, Metrics.Kept).HasValue)];
        // Masks of re-initialised weights are learned and tested, but share with no other mask.
        Functions = [.. Masks.Where(mask => mask != variant.ControlMask && Total(mask, Metrics.Shared).HasValue)];
        Tested = [.. Masks.Where(mask => mask != variant.ControlMask && variant.DataSets.Contains(mask))];
        Maskable = Masks.Select(mask => Total(mask, Metrics.Maskable).Mean).FirstOrDefault(double.NaN);
        double[] betas = [.. Masks.Select(Beta).Where(double.IsFinite).Distinct()];
        CommonBeta = betas.Length == 1 ? betas[0] : double.NaN;
    }

    public VariantResults Variant { get; }

    /// <summary>The control and the functions, each once however often it was learned.</summary>
    public IReadOnlyList<string> Masks { get; }

    /// <summary>The masks that share weights with others.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>The functions that have an evaluation set of their name.</summary>
    public IReadOnlyList<string> Tested { get; }

    /// <summary>Maskable weights of the network; NaN when unknown.</summary>
    public double Maskable { get; }

    /// <summary>The regulariser's weight where all masks have the same one, else NaN.</summary>
    public double CommonBeta { get; }

    public double Beta(string mask) => Total(mask, Metrics.Beta).Mean;

    public IntervalMean Total(string mask, string metric) => IntervalMean.Of(_totals[(mask, metric)]);

    public IntervalMean Accuracy(string mask, Condition condition, string dataSet) => IntervalMean.Of(_accuracies[(mask, condition, dataSet)]);

    /// <summary>Accuracy of the other functions with a mask, or with its inverse.</summary>
    public IntervalMean Others(string mask, Condition condition) => IntervalMean.Of(Tested.Where(other => other != mask).SelectMany(other => _accuracies[(mask, condition, other)]));
}
