namespace MlNetMasks.Masks;

/// <summary>What a mask that leaves classes out does to each class, compared with the control (METHOD, "Measures"; paper, section 3.4).</summary>
public sealed class ClassDrops
{
    private readonly double[] _relative;
    private readonly int[] _targets;

    /// <summary>Compares accuracies.</summary>
    /// <param name="control">Accuracy of each class with the control, in [0, 1]; NaN where there is no example of it.</param>
    /// <param name="masked">Accuracy of each class with the mask, likewise.</param>
    /// <param name="targets">The classes that the mask leaves out, at least one.</param>
    /// <exception cref="ArgumentException">The numbers of classes differ, or there is no target or one that is no class.</exception>
    public ClassDrops(IReadOnlyList<double> control, IReadOnlyList<double> masked, IReadOnlyList<int> targets)
    {
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(masked);
        ArgumentNullException.ThrowIfNull(targets);
        if (control.Count != masked.Count)
        {
            throw new ArgumentException($"The control has {control.Count} classes and the mask {masked.Count}; give both accuracies of the same classes.", nameof(masked));
        }

        if (targets.Count == 0 || targets.Any(target => target < 0 || target >= control.Count))
        {
            throw new ArgumentException($"The classes left out are [{string.Join(", ", targets)}]; give at least one of 0 to {control.Count - 1}.", nameof(targets));
        }

        _relative = [.. control.Zip(masked, static (before, after) => before > 0 ? (before - after) / before : double.NaN)];
        _targets = [.. targets.Distinct()];
    }

    /// <summary>Relative drop of each class: (control - masked) / control, at most 1; negative where the mask is better, NaN where the control answers none right or the class is missing.</summary>
    public IReadOnlyList<double> Relative => _relative;

    /// <summary>Mean relative drop of the classes that the mask leaves out; NaN where none is known.</summary>
    public double Target => MeanOfKnown(_targets.Select(target => _relative[target]));

    /// <summary>Mean relative drop of the other classes, an increase counting as 0; NaN where none is known.</summary>
    public double MeanOther => MeanOfKnown(Others);

    /// <summary>Largest relative drop of the other classes, an increase counting as 0, divided by <see cref="Target"/>; NaN where that is not above 0, or no other class is known.</summary>
    public double LargestOtherToTarget => Target > 0 ? Others.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max() / Target : double.NaN;

    private IEnumerable<double> Others =>
        _relative.Where((_, index) => !_targets.Contains(index)).Select(static drop => drop < 0 ? 0 : drop);

    private static double MeanOfKnown(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
