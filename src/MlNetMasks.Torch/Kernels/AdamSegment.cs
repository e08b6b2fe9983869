using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Kernels;

/// <summary>Parameters with their gradients and moments, each [n], in memory that the caller keeps alive.</summary>
public readonly unsafe struct AdamSegment : ISegment
{
    /// <summary>Number of parameters, n.</summary>
    public required long Length { get; init; }

    /// <summary>Parameters, updated in place.</summary>
    public required float* Parameters { get; init; }

    /// <summary>Gradients, only read.</summary>
    public required float* Gradients { get; init; }

    /// <summary>Running mean of the gradients, updated in place; zero before the first step.</summary>
    public required float* Means { get; init; }

    /// <summary>Running mean of the squared gradients, updated in place; zero before the first step.</summary>
    public required float* Squares { get; init; }
}
