using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>A parametrisation as a user would bring it.</summary>
internal sealed record UserParametrisation(Func<BlockWorkers, IMaskParametrisation> Make) : MaskParametrisationSpec
{
    public override IMaskParametrisation Create(BlockWorkers workers, Device device) => Make(workers);
}
