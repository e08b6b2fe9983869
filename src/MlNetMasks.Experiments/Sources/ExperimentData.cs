using Microsoft.ML;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>The data of one run, opened.</summary>
/// <param name="Train">What the network and the masks are trained on.</param>
/// <param name="Validation">What they are tested on.</param>
/// <param name="Problem">How columns become inputs, loss and answers.</param>
public sealed record ExperimentData(IDataView Train, IDataView Validation, Problem Problem)
{
    /// <summary>Stages that prepare the columns before the network, such as a normaliser, fitted on the training data; <see langword="null"/> for none.</summary>
    public IEstimator<ITransformer>? Preparation { get; init; }

    /// <summary>What a reader of the results must know about the data.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
