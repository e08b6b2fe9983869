namespace MlNetMasks.Masks;

/// <summary>Which weights a network keeps under a condition: the effective mask of a learned one (METHOD, "Measures").</summary>
/// <remarks>Input and output layer are the first and the last weight of the layout, each with its bias where biases have masks; depth is the layout's order.</remarks>
public static class ConditionMask
{
    /// <summary>The weights that a network keeps.</summary>
    /// <param name="condition">The condition; not <see cref="Condition.None"/> and not <see cref="Condition.Random"/>, whose masks <see cref="WeightMask.Random"/> draws.</param>
    /// <param name="mask">The mask that is tested; the half masks do not look at it, because they are about the control.</param>
    /// <param name="control">The control mask of the same network, needed where <see cref="NeedsControl"/> says so.</param>
    /// <returns>A mask under the name of the tested one; the mask itself where the condition changes nothing.</returns>
    /// <exception cref="ArgumentException">There is no control where one is needed, or its layout differs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The condition has no mask of its own.</exception>
    public static WeightMask Of(Condition condition, WeightMask mask, WeightMask? control = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return condition switch
        {
            Condition.Unmasked => WeightMask.Full(mask.Name, mask.Layout),
            Condition.Mask or Condition.Reinitialised => mask,
            Condition.Inverse => mask.Not(mask.Name),
            Condition.InverseIoControl => WithOuterLayers(mask, Required(condition, mask, control)),
            Condition.InverseIoOnes => WithOuterLayers(mask, WeightMask.Full(mask.Name, mask.Layout)),
            Condition.HalfEarly => Half(Required(condition, mask, control), early: true),
            Condition.HalfLate => Half(Required(condition, mask, control), early: false),
            _ => throw new ArgumentOutOfRangeException(
                nameof(condition), condition, "No mask follows from this condition. Use WeightMask.Random for random masks, and another member for the rest."),
        };
    }

    /// <summary>Whether a condition cannot be had without a control mask.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns><see langword="true"/> for the half masks and the inverse with the control's outer layers.</returns>
    public static bool NeedsControl(Condition condition) => condition is Condition.InverseIoControl || IsOfControlOnly(condition);

    /// <summary>Whether a condition is about the control alone, so that it is tested once and not for every mask.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns><see langword="true"/> for the half masks.</returns>
    public static bool IsOfControlOnly(Condition condition) => condition is Condition.HalfEarly or Condition.HalfLate;

    /// <summary>Whether masks of a role are tested under a condition.</summary>
    /// <remarks>
    /// Masks on re-initialised weights only under <see cref="Condition.Reinitialised"/>; masks of expressions as they are, inverted and beside random ones;
    /// the half masks are those of the control.
    /// </remarks>
    /// <param name="condition">The condition.</param>
    /// <param name="role">The mask's role.</param>
    /// <returns><see langword="true"/> when the pair makes a row of the cross table.</returns>
    public static bool Concerns(Condition condition, MaskRole role) => condition switch
    {
        Condition.Reinitialised => role == MaskRole.Reinitialised,
        Condition.HalfEarly or Condition.HalfLate => role == MaskRole.Control,
        Condition.InverseIoControl or Condition.InverseIoOnes => role is MaskRole.Function or MaskRole.Control,
        Condition.Mask or Condition.Inverse or Condition.Random => role != MaskRole.Reinitialised,
        _ => false,
    };

    private static WeightMask Required(Condition condition, WeightMask mask, WeightMask? control)
    {
        if (control is null)
        {
            throw new ArgumentException(
                $"The condition '{ConditionNames.ToText(condition)}' needs a control mask. Learn one on the full problem with the role MaskRole.Control, or leave the condition out.",
                nameof(control));
        }

        mask.RequireSameLayout(control);
        return control;
    }

    private static WeightMask WithOuterLayers(WeightMask mask, WeightMask outer)
    {
        WeightMask inverse = mask.Not();
        int last = WeightOf(mask.Layout, mask.Layout.Layers.Count - 1);
        return ByLayer(mask.Name, mask.Layout, layer => WeightOf(mask.Layout, layer) is int weight && (weight == 0 || weight == last) ? outer : inverse);
    }

    /// <summary>The weight that a bias belongs to, which stands before it; every other layer itself.</summary>
    private static int WeightOf(MaskLayout layout, int layer) => layer > 0 && layout.Layers[layer].Name.EndsWith(".bias", StringComparison.Ordinal) ? layer - 1 : layer;

    private static WeightMask Half(WeightMask control, bool early)
    {
        WeightMask all = WeightMask.Full(control.Name, control.Layout);
        int earlyCount = (control.Layout.Layers.Count + 1) / 2;
        return ByLayer(control.Name, control.Layout, layer => layer < earlyCount == early ? control : all);
    }

    private static WeightMask ByLayer(string name, MaskLayout layout, Func<int, WeightMask> source) =>
        WeightMask.Build(name, layout, (layer, words) => source(layer).Words(layer).CopyTo(words));
}
