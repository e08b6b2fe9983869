namespace MlNetMasks.Torch;

/// <summary>How far the logits of a mask have come at the end of learning, per layer and in total.</summary>
public sealed record LogitHealth
{
    /// <summary>Absolute value below which a logit is undecided, 1: its weight is kept with a probability between 0.27 and 0.73.</summary>
    public const double UndecidedBelow = 1;

    /// <summary>
    /// Distance from its start below which a logit has not moved, 0.01: Adam's first step at the paper's mask learning rate. At the start logit of 2 it
    /// changes the keep probability by a thousandth.
    /// </summary>
    public const double UnmovedBelow = 0.01;

    /// <summary>Wraps counts.</summary>
    /// <param name="layers">One entry per maskable tensor, at least one.</param>
    /// <exception cref="ArgumentException">There is no layer, or a count is below 0 or above the number of logits.</exception>
    public LogitHealth(IReadOnlyList<LayerHealth> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("The health of a mask's logits needs at least one layer.", nameof(layers));
        }

        if (layers.FirstOrDefault(layer => layer.Count < 1 || layer.Undecided < 0 || layer.Undecided > layer.Count || layer.Unmoved < 0 || layer.Unmoved > layer.Count) is { } wrong)
        {
            throw new ArgumentException($"Layer '{wrong.Layer}' has {wrong.Count} logits, {wrong.Undecided} of them undecided and {wrong.Unmoved} unmoved; there is at least one logit, and neither number is above theirs.", nameof(layers));
        }

        Layers = [.. layers];
    }

    /// <summary>The layers in the order of the network.</summary>
    public IReadOnlyList<LayerHealth> Layers { get; }

    /// <summary>Share of all logits that are undecided, in [0, 1].</summary>
    public double UndecidedShare => Layers.Sum(layer => (double)layer.Undecided) / Layers.Sum(layer => (double)layer.Count);

    /// <summary>Share of all logits that are unmoved, in [0, 1].</summary>
    public double UnmovedShare => Layers.Sum(layer => (double)layer.Unmoved) / Layers.Sum(layer => (double)layer.Count);

    internal static LogitHealth Of(FloatArena logits, double start, IReadOnlyList<int> slots) => Of(logits, (_, _) => start, slots);

    /// <summary>Looks at logits that started at different values.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="startOf">Where a logit started, by slot and index.</param>
    /// <param name="slots">The slots that were learned.</param>
    internal static LogitHealth Of(FloatArena logits, Func<int, int, double> startOf, IReadOnlyList<int> slots)
    {
        var layers = new List<LayerHealth>(slots.Count);
        foreach (var slot in slots)
        {
            var (undecided, unmoved) = (0, 0);
            var values = logits.Span(slot);
            for (var i = 0; i < values.Length; i++)
            {
                undecided += Math.Abs(values[i]) < UndecidedBelow ? 1 : 0;
                unmoved += Math.Abs(values[i] - startOf(slot, i)) < UnmovedBelow ? 1 : 0;
            }

            layers.Add(new LayerHealth(logits.Layout.Slots[slot].Name, logits.Layout.Slots[slot].Count, undecided, unmoved));
        }

        return new LogitHealth(layers);
    }
}
