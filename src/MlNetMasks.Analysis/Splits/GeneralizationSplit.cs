namespace MlNetMasks.Analysis;

/// <summary>What one network does on the evaluation set of one generalization split. Accuracies are shares of examples answered right, in [0, 1].</summary>
public sealed record GeneralizationSplit
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Variant of the experiment; <c>default</c> where there is only one.</summary>
    public required string Variant { get; init; }

    /// <summary>Scale of the runs; empty where the experiment has only one.</summary>
    public required string Scale { get; init; }

    /// <summary>Kind of the network, for example <c>lstm-encoder-decoder</c>; empty where it is not known.</summary>
    public required string Network { get; init; }

    /// <summary>Name of the split: its evaluation set.</summary>
    public required string Split { get; init; }

    /// <summary>The mask that was learned on the split's training data.</summary>
    public required string Mask { get; init; }

    /// <summary>Accuracy of the whole network, which was trained on all of the data.</summary>
    public required SeedSummary Unmasked { get; init; }

    /// <summary>Accuracy with the control mask, which was learned on all of the data.</summary>
    public required SeedSummary Control { get; init; }

    /// <summary>Accuracy with <see cref="Mask"/>.</summary>
    public required SeedSummary SplitMask { get; init; }

    /// <summary>Accuracy with the control mask minus accuracy with <see cref="Mask"/>, of the seeds that have both.</summary>
    public required SeedSummary Drop { get; init; }

    /// <summary>Accuracy of a network of the same kind that was trained on the split's training data itself, without masks.</summary>
    /// <value>Default: no value, there is no such run.</value>
    public SeedSummary Baseline { get; init; } = new(double.NaN, double.NaN, 0);

    /// <summary>Where <see cref="Baseline"/> comes from, for example <c>scan-baseline, lstm-jump</c>.</summary>
    /// <value>Default: empty, there is no such run.</value>
    public string BaselineSource { get; init; } = "";
}
