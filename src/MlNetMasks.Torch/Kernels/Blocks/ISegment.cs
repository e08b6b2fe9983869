namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>A run of elements that a kernel cuts into blocks.</summary>
internal interface ISegment
{
    long Length { get; }
}
