namespace MlNetMasks.Benchmarks.Steps;

/// <summary>What a worker answers to a number of steps.</summary>
/// <param name="Milliseconds">Time of each step.</param>
/// <param name="ManagedBytesPerStep">Managed allocation per step.</param>
/// <param name="PeakMebibytes">Peak resident memory of the worker so far.</param>
/// <param name="Threads">libtorch's threads.</param>
internal sealed record StepAnswer(double[] Milliseconds, long ManagedBytesPerStep, double PeakMebibytes, int Threads);
