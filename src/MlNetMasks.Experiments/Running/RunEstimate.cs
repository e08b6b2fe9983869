namespace MlNetMasks.Experiments.Running;

/// <summary>What a run will take on this machine.</summary>
/// <param name="Duration">Training time, from a few real steps of each stage; evaluation and report take seconds more.</param>
/// <param name="MemoryMebibytes">Memory of the whole process, as measured during those steps: libtorch, data, weights, gradients, moments and mask samples together.</param>
public sealed record RunEstimate(TimeSpan Duration, double MemoryMebibytes);
