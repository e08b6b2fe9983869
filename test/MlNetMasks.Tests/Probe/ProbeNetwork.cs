namespace MlNetMasks.Tests.Probe;

/// <summary>Stands for a network handed downstream.</summary>
internal sealed record ProbeNetwork(float Factor);
