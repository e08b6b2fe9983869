namespace MlNetMasks.Masks;

/// <summary>A mask and its role in a <see cref="MaskSet"/>.</summary>
public sealed record MaskEntry
{
    /// <summary>Gives a mask its role.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="role">Its role.</param>
    /// <exception cref="ArgumentOutOfRangeException">The role is not defined.</exception>
    public MaskEntry(WeightMask mask, MaskRole role)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (!Enum.IsDefined(role))
        {
            throw new ArgumentOutOfRangeException(nameof(role), role, "Not a defined role. Use a member of the MaskRole enumeration.");
        }

        Mask = mask;
        Role = role;
        Function = mask.Name;
    }

    /// <summary>The mask.</summary>
    public WeightMask Mask { get; }

    /// <summary>What the mask was learned for.</summary>
    public MaskRole Role { get; }

    /// <summary>
    /// The function that the mask was learned for. Masks of one function are its replicates: their overlap is the function's stability, and they do not
    /// count as sharing.
    /// </summary>
    /// <value>Default: the mask's name.</value>
    /// <exception cref="ArgumentException">It is set to a text that is no mask name.</exception>
    public string Function { get; init => field = WeightMask.CheckName(value); }

    /// <summary>
    /// Names of the layers, in the order of the layout, that say nothing about overlap: taken over from the control instead of learned, so that they are equal by
    /// construction; or on weights that belong to this mask alone, such as the first layer of a function learned after another. No statistic of overlap counts them.
    /// </summary>
    /// <value>Default: none.</value>
    /// <exception cref="ArgumentException">It is set to a name that is no layer of the mask, or that is there twice; or the mask is the control.</exception>
    public IReadOnlyList<string> IncomparableLayers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.FirstOrDefault(name => Mask.Layout.IndexOf(name) < 0) is { } unknown)
            {
                throw new ArgumentException($"The mask {DisplayText.Quote(Mask.Name)} has no layer {DisplayText.Quote(unknown)} that could be left out.", nameof(IncomparableLayers));
            }

            if (value.Distinct(StringComparer.Ordinal).Count() < value.Count || (value.Count > 0 && Role == MaskRole.Control))
            {
                throw new ArgumentException(
                    $"The incomparable layers of the mask {DisplayText.Quote(Mask.Name)} are {string.Join(", ", value)}. Name each once, and none of the control, which others take them from.", nameof(IncomparableLayers));
            }

            field = LayerNames.Of(value);
        }
    } = LayerNames.None;

    /// <summary>Whether the overlap of two masks in a layer means nothing: it does in neither of them, or not in one and the other is the control.</summary>
    internal static bool AreIncomparable(MaskEntry first, MaskEntry second, string layer) =>
        (first.LeavesOut(layer) && (second.LeavesOut(layer) || second.Role == MaskRole.Control)) || (second.LeavesOut(layer) && first.Role == MaskRole.Control);

    /// <summary>Whether a layer says nothing about the mask's overlap with others.</summary>
    internal bool LeavesOut(string layer) => IncomparableLayers.Contains(layer);

    /// <summary>Whether sharing and overlap count the mask: it was learned, and on the network's own weights.</summary>
    internal bool IsComparable => Role is MaskRole.Function or MaskRole.Control;
}
