namespace MlNetMasks.Data;

/// <summary>
/// A regime of the Mathematics Dataset: from how large a set the numbers of a question come. Repeated questions are kept in the first regime
/// only, in this order.
/// </summary>
public enum MathematicsDifficulty
{
    /// <summary>The lower third of the training interval (<c>train-easy</c>).</summary>
    Easy,

    /// <summary>The middle third of the training interval (<c>train-medium</c>).</summary>
    Medium,

    /// <summary>The upper third of the training interval (<c>train-hard</c>).</summary>
    Hard,

    /// <summary>One fixed size inside the training interval (<c>interpolate</c>).</summary>
    Interpolate,

    /// <summary>
    /// Sizes above the training interval (<c>extrapolate</c>); only <see cref="MathematicsModule.AddOrSub"/> and
    /// <see cref="MathematicsModule.Sort"/> have it.
    /// </summary>
    Extrapolate,
}
