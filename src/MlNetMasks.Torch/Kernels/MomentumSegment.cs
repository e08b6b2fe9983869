using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Kernels;

/// <summary>Parameters with their gradients and velocities, each [n], in memory that the caller keeps alive.</summary>
internal readonly unsafe struct MomentumSegment : ISegment
{
    /// <summary>Number of parameters, n.</summary>
    public required long Length { get; init; }

    /// <summary>Parameters, updated in place.</summary>
    public required float* Parameters { get; init; }

    /// <summary>Gradients, only read.</summary>
    public required float* Gradients { get; init; }

    /// <summary>Sum of the past gradients, each step weaker, updated in place; zero before the first step.</summary>
    public required float* Velocities { get; init; }
}
