using TorchSharp;

namespace MlNetMasks.Torch.Tests;

/// <summary>Counts tensors. Per thread, unlike torch.Tensor.TotalCount: other tests run beside, and finalizers must not hide a leak.</summary>
internal static class LiveTensors
{
    public static long OfThisThread => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
