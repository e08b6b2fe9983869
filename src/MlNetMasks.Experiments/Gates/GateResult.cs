namespace MlNetMasks.Experiments.Gates;

/// <summary>What became of one gate.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="IsPassed">Whether at least one record matched and every matching record is as the gate asks.</param>
/// <param name="MatchCount">Number of records judged.</param>
/// <param name="Value">The value that decided: the one furthest from what is asked; NaN when no record matched or a value is undefined.</param>
/// <param name="Message">The outcome on one line, with the deciding record and, when failed, what to do.</param>
public sealed record GateResult(GatePlan Gate, bool IsPassed, int MatchCount, double Value, string Message);
