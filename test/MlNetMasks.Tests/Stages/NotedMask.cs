using MlNetMasks.Torch;
using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>A user's own mask parametrisation with a setting of its own.</summary>
internal sealed record NotedMask(string Note) : MaskParametrisationSpec
{
    public override IMaskParametrisation Create(BlockWorkers workers, Device device) => new LogisticMask().Create(workers, device);
}
