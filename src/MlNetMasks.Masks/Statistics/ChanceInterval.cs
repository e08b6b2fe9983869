namespace MlNetMasks.Masks;

/// <summary>What chance gives for a ratio.</summary>
/// <param name="Mean">Expected value; NaN when the ratio is undefined.</param>
/// <param name="Low">Lower bound of the central 95% of the simulated values; NaN when the ratio is undefined.</param>
/// <param name="High">Upper bound of the central 95% of the simulated values; NaN when the ratio is undefined.</param>
public readonly record struct ChanceInterval(double Mean, double Low, double High);
