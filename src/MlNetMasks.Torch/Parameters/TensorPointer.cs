using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Access to the memory of CPU tensors.</summary>
internal static class TensorPointer
{
    /// <summary>The address of the first element of a contiguous CPU tensor; valid while the tensor lives.</summary>
    public static unsafe void* DataPointer(this Tensor tensor)
    {
        fixed (byte* start = tensor.bytes)
        {
            return start; // libtorch's memory does not move; "fixed" only takes the address
        }
    }
}
