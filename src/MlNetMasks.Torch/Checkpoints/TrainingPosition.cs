namespace MlNetMasks.Torch;

/// <summary>Where a training loop stands between two steps.</summary>
internal sealed class TrainingPosition(ShuffledEpochs epochs)
{
    /// <summary>Steps done.</summary>
    public int Step { get; set; }

    /// <summary>First step of the running interval of the curve.</summary>
    public int First { get; set; } = 1;

    /// <summary>Sum of the losses in the running interval.</summary>
    public double LossSum { get; set; }

    /// <summary>Clipped steps in the running interval.</summary>
    public int Clipped { get; set; }

    /// <summary>Loss of the last step.</summary>
    public double Loss { get; set; } = double.NaN;

    /// <summary>Batch accuracy when it was last measured.</summary>
    public double Accuracy { get; set; } = double.NaN;

    /// <summary>Training time so far, of earlier processes too.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The part of <see cref="Elapsed"/> that earlier processes took.</summary>
    public TimeSpan EarlierElapsed { get; set; }

    /// <summary>The curve so far.</summary>
    public List<CurvePoint> Curve { get; } = [];

    /// <summary>The rows to come.</summary>
    public ShuffledEpochs Epochs { get; } = epochs;
}
