namespace MlNetMasks.Torch;

/// <summary>The learning rate of each step: it grows linearly at the start, and drops after certain steps.</summary>
/// <param name="Rate">The full rate.</param>
internal sealed record LearningRateSchedule(double Rate)
{
    /// <summary>Steps over which the rate grows from zero; 0 for none.</summary>
    public int WarmupStepCount { get; init; }

    /// <summary>Steps after which the rate drops.</summary>
    public IReadOnlyList<int> Drops { get; init; } = [];

    /// <summary>Factor of a drop.</summary>
    public double DropFactor { get; init; } = 1;

    /// <summary>The rate of a step.</summary>
    /// <param name="step">Number of the step, counted from 1.</param>
    public double At(int step)
    {
        var rate = Rate * Math.Min(1, (double)step / Math.Max(1, WarmupStepCount));
        foreach (var drop in Drops)
        {
            rate *= step > drop ? DropFactor : 1;
        }

        return rate;
    }
}
