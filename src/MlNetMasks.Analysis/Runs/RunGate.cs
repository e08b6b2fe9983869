namespace MlNetMasks.Analysis;

/// <summary>One quality gate of a run and how it ended.</summary>
/// <param name="Name">Name or title of the gate, for example <c>add is kept</c>.</param>
/// <param name="Metric">The measured quantity in words, for example <c>accuracy, mask add, set add</c>.</param>
/// <param name="Expected">Comparison and value, for example <c>&gt;= 0.95</c>.</param>
/// <param name="Actual">The measured value; NaN when the run has no such record.</param>
/// <param name="Passed">Whether the gate passed.</param>
public sealed record RunGate(string Name, string Metric, string Expected, double Actual, bool Passed);
