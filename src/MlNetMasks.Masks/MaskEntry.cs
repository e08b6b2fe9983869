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

    /// <summary>Whether sharing and overlap count the mask: it was learned, and on the network's own weights.</summary>
    internal bool IsComparable => Role is MaskRole.Function or MaskRole.Control;
}
