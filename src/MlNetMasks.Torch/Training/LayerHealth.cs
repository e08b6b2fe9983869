namespace MlNetMasks.Torch;

/// <summary>How far the logits of one layer have come.</summary>
/// <param name="Layer">Name of the maskable tensor.</param>
/// <param name="Count">Number of its logits, at least 1.</param>
/// <param name="Undecided">Logits with an absolute value below <see cref="LogitHealth.UndecidedBelow"/>.</param>
/// <param name="Unmoved">Logits less than <see cref="LogitHealth.UnmovedBelow"/> away from where they started.</param>
public sealed record LayerHealth(string Layer, int Count, int Undecided, int Unmoved)
{
    /// <summary>Share of undecided logits, in [0, 1].</summary>
    /// <returns>The share.</returns>
    public double UndecidedShare() => (double)Undecided / Count;

    /// <summary>Share of unmoved logits, in [0, 1].</summary>
    /// <returns>The share.</returns>
    public double UnmovedShare() => (double)Unmoved / Count;
}
