namespace MlNetMasks.Torch;

/// <summary>How the mask of one function is learned on frozen weights (paper, section 2).</summary>
public record MaskLearningOptions
{
    /// <summary>Mask steps, 0 to 100,000,000; 0 keeps the starting logits.</summary>
    /// <value>Default: 20,000.</value>
    public int StepCount { get; init => field = OptionRange.Check(value, 0, 100_000_000); } = 20_000;

    /// <summary>Examples per step, 1 to 1,000,000; a multiple of <see cref="SampleCount"/>.</summary>
    /// <value>Default: 128.</value>
    public int BatchSize { get; init => field = OptionRange.Check(value, 1, 1_000_000); } = 128;

    /// <summary>Mask samples per step, 1 to 64; each sees an equal share of the batch.</summary>
    /// <value>Default: 4.</value>
    public int SampleCount { get; init => field = OptionRange.Check(value, 1, 64); } = 4;

    /// <summary>Step size of Adam on the logits, above 0 and at most 10.</summary>
    /// <value>Default: 0.01.</value>
    public double LearningRate { get; init => field = OptionRange.Check(value, 1e-12, 10); } = 1e-2;

    /// <summary>
    /// Weight of the regulariser: the loss is task loss + (Beta / BatchSize) * sum of all logits. The paper writes it as b * alpha. 0 to 1.
    /// </summary>
    /// <value>Default: 0.0001.</value>
    public double Beta { get; init => field = OptionRange.Check(value, 0.0, 1.0); } = 1e-4;

    /// <summary>Largest norm of the logits' gradients together, positive; infinity switches clipping off.</summary>
    /// <value>Default: 1.</value>
    public double GradientClip { get; init => field = OptionRange.Check(value, 1e-12, double.PositiveInfinity); } = 1;

    /// <summary>Logit that every weight starts with, -40 to 40.</summary>
    /// <value>Default: 2, a keep probability of 0.88.</value>
    public double InitialLogit { get; init => field = OptionRange.Check(value, -40.0, 40.0); } = 2;

    /// <summary>Number format of masked weights and activations; logits, moments and frozen weights stay single precision.</summary>
    /// <value>Default: <see cref="Precision.Float32"/>.</value>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Random changes of the images a mask is learned on; <see langword="null"/> for none.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>How logits become masks; never <see langword="null"/>.</summary>
    /// <value>Default: the logistic straight-through mask of the paper.</value>
    public MaskParametrisationSpec Parametrisation
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new LogisticMask();

    /// <summary>The number format that a mask is learned in on this machine: <see cref="Precision"/>, with <see cref="Precision.Auto"/> decided.</summary>
    /// <param name="maskable">Maskable weights of the network.</param>
    /// <returns>One of the two formats.</returns>
    public Precision PrecisionFor(long maskable) => PrecisionChoice.Of(Precision, maskable, PrecisionChoice.IsNative);

    /// <summary>Checks what no single option can: that the batch splits evenly.</summary>
    /// <exception cref="ArgumentException">BatchSize is no multiple of SampleCount.</exception>
    public void Validate()
    {
        if (BatchSize % SampleCount != 0)
        {
            throw new ArgumentException($"BatchSize {BatchSize} is no multiple of SampleCount {SampleCount}; each mask sample needs an equal share of the batch.");
        }
    }
}
