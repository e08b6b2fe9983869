namespace MlNetMasks.Torch;

/// <summary>
/// How weights are learned together with their mask, one function after another on one network (paper, section 3: permuted MNIST). Everything about the mask stands in
/// <see cref="MaskLearningOptions"/>; its initial logit is that of the first function's weights, and of weights that earlier masks keep.
/// </summary>
public sealed record JointLearning
{
    /// <summary>Logit that weights which no earlier mask keeps, and those of the first layer, start with from the second function on; -40 to 40.</summary>
    /// <value>Default: 2; the paper compares 2, 0 and -1.</value>
    public double NewLogit { get; init => field = OptionRange.Check(value, -40.0, 40.0); } = 2;

    /// <summary>Step size of Adam on the weights, above 0 and at most 10.</summary>
    /// <value>Default: 0.001.</value>
    public double WeightLearningRate { get; init => field = OptionRange.Check(value, 1e-12, 10); } = 1e-3;

    /// <summary>
    /// Whether the first layer is kept like the others. Otherwise it is learned anew for every function, which has a first layer of its own: inputs in another order need
    /// other features, and what can be shared are the layers behind them.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool KeepsFirstLayer { get; init; }
}
