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
            throw new ArgumentOutOfRangeException(nameof(role), role, "Not a defined role. Use MaskRole.Function or MaskRole.Control.");
        }

        Mask = mask;
        Role = role;
    }

    /// <summary>The mask.</summary>
    public WeightMask Mask { get; }

    /// <summary>What the mask was learned for.</summary>
    public MaskRole Role { get; }
}
