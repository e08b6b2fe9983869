namespace MlNetMasks.Torch.Tests.Training;

/// <summary>What is wrong with a <see cref="SpoiltNetwork"/>.</summary>
public enum Fault
{
    Unused,
    DoubledOutput,
    ThrowsInThirdStep,
}
