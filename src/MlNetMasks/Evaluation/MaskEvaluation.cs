using Microsoft.Data.Analysis;
using MlNetMasks.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>What testing a model gave.</summary>
/// <param name="Records">Accuracy, count and confusion per mask, condition and evaluation set.</param>
public sealed record MaskEvaluation(IReadOnlyList<ResultRecord> Records)
{
    /// <summary>Of sequences: answers that a function's mask changed, compared with the control's; empty without a control, and for other problems.</summary>
    public IReadOnlyList<ChangedAnswer> ChangedAnswers { get; init; } = [];

    /// <summary>All results as a table with the columns of <see cref="ResultRecord"/>.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame ToDataFrame() => Records.ToDataFrame();

    /// <summary>Accuracy of one binding on one evaluation set.</summary>
    /// <param name="mask">Name of the mask; empty for the unmasked network.</param>
    /// <param name="condition">How the network was bound.</param>
    /// <param name="set">Name of the evaluation set.</param>
    /// <returns>A share in [0, 1].</returns>
    /// <exception cref="ArgumentException">Nothing of the kind was evaluated.</exception>
    public double Accuracy(string mask, Condition condition, string set)
    {
        return Records.FirstOrDefault(record => record.Metric == Metrics.Accuracy && record.Mask == mask && record.Condition == condition && record.DataSet == set)?.Value
            ?? throw new ArgumentException($"There is no accuracy of mask '{mask}', condition '{ConditionNames.ToText(condition)}', set '{set}'; check what was evaluated.");
    }
}
