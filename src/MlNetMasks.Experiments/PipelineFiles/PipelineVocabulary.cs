using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>What pipeline files can name: data sources, network kinds, conditions and metrics. Extend it with <c>with</c>.</summary>
public sealed record PipelineVocabulary
{
    /// <summary>What comes with the program.</summary>
    public static PipelineVocabulary Default { get; } = new();

    /// <summary>
    /// Data sources, each with its own keys (default: <c>addmul</c>, <c>double-addition</c>, <c>scan</c>, <c>mathematics</c>, <c>mnist</c>, <c>glyphs</c>, <c>cifar10</c>, <c>scenes</c>, <c>csv</c>).
    /// </summary>
    public IReadOnlyList<DataSourceDefinition> DataSources { get; init; } =
    [
        BuiltInDataSources.AddMul, BuiltInDataSources.DoubleAddition, BuiltInDataSources.Scan, BuiltInDataSources.Mathematics,
        BuiltInImageSources.Mnist, BuiltInImageSources.Glyphs, BuiltInImageSources.Cifar10, BuiltInImageSources.Scenes,
        BuiltInDataSources.Csv,
    ];

    /// <summary>Network kinds, each with its own keys (default: <c>feed-forward</c>, <c>lstm</c>, <c>lstm-encoder-decoder</c>, <c>transformer</c>, <c>cnn</c>, <c>resnet</c>).</summary>
    public IReadOnlyList<NetworkDefinition> Networks { get; init; } =
        [BuiltInNetworks.FeedForward, BuiltInNetworks.Lstm, BuiltInNetworks.EncoderDecoderLstm, BuiltInNetworks.Transformer, BuiltInNetworks.Convolutional, BuiltInNetworks.Residual];

    /// <summary>Conditions that an evaluation can ask for (default: all).</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [.. Enum.GetValues<Condition>().Where(condition => condition != Condition.None)];

    /// <summary>Metrics that a gate can ask for (default: all that the program records once per run).</summary>
    public IReadOnlyList<string> Metrics { get; init; } =
    [
        Masks.Metrics.Accuracy, Masks.Metrics.Accuracy + Masks.Metrics.LowSuffix, Masks.Metrics.Accuracy + Masks.Metrics.HighSuffix, Masks.Metrics.Count, Masks.Metrics.Confusion,
        Masks.Metrics.Kept, Masks.Metrics.Maskable, Masks.Metrics.Density, Masks.Metrics.Shared, Masks.Metrics.Remaining,
        Masks.Metrics.IoU, Masks.Metrics.IoMin, Masks.Metrics.Intersection, Masks.Metrics.IntersectionZ,
        .. new[] { Masks.Metrics.IoU, Masks.Metrics.IoMin }.SelectMany(overlap =>
            new[] { "", Masks.Metrics.LowSuffix, Masks.Metrics.HighSuffix }.Select(end => Masks.Metrics.ChancePrefix + overlap + end)),
        Masks.Metrics.ChancePrefix + Masks.Metrics.Intersection,
        Masks.Metrics.Stability, Masks.Metrics.ChancePrefix + Masks.Metrics.Stability, Masks.Metrics.Selection, Masks.Metrics.Beta,
        Masks.Metrics.AccuracyByLength, Masks.Metrics.AccuracyByToken, Masks.Metrics.RemovedPerToken, Masks.Metrics.AnswersUnlikeControl,
        .. new[] { "", Masks.Metrics.LowSuffix, Masks.Metrics.HighSuffix }.Select(end => Masks.Metrics.ChancePrefix + Masks.Metrics.Reused + end),
        Masks.Metrics.Reused, Masks.Metrics.RetainedAccuracy, Masks.Metrics.AnswersChanged, Masks.Metrics.WeightsChanged,
        Masks.Metrics.UndecidedShare, Masks.Metrics.UnmovedShare,
        Masks.Metrics.ConfusionDifference, Masks.Metrics.RelativeDrop, Masks.Metrics.TargetDrop, Masks.Metrics.MeanOtherDrop, Masks.Metrics.LargestOtherToTarget,
        Masks.Metrics.GradientCosine,
    ];
}
