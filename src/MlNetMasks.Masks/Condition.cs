namespace MlNetMasks.Masks;

/// <summary>How the network is bound while an observation is taken.</summary>
public enum Condition
{
    /// <summary>No condition applies (a statistic of masks, a training curve).</summary>
    None,

    /// <summary>All weights, no mask.</summary>
    Unmasked,

    /// <summary>Only the weights that the mask keeps.</summary>
    Mask,

    /// <summary>Only the maskable weights that the mask removes; weights that cannot be masked stay.</summary>
    Inverse,

    /// <summary>As <see cref="Inverse"/>, but input and output layer keep the control mask.</summary>
    InverseIoControl,

    /// <summary>As <see cref="Inverse"/>, but input and output layer keep all their weights.</summary>
    InverseIoOnes,

    /// <summary>The control mask on the early half of the layers (the first ceil(n/2) by depth), the late half unmasked.</summary>
    HalfEarly,

    /// <summary>The control mask on the late half of the layers, the early half unmasked.</summary>
    HalfLate,

    /// <summary>A random mask with the same number of kept weights in each layer.</summary>
    Random,

    /// <summary>A mask learned on a network with re-initialised weights.</summary>
    Reinitialised,
}
