using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Access to the memory of CPU tensors.</summary>
internal static class TensorPointer
{
    /// <summary>Elements that surely fit into 2 GiB, whatever their type.</summary>
    private const long MaximumSpan = int.MaxValue / sizeof(double);

    /// <summary>The address of the first element of a contiguous CPU tensor of at least one element; valid while the tensor lives.</summary>
    public static unsafe void* DataPointer(this Tensor tensor)
    {
        if (tensor.numel() > MaximumSpan)
        {
            using var head = tensor.view(-1).narrow(0, 0, 1); // libtorch's span over a whole tensor stops at 2 GiB
            return head.DataPointer();
        }

        fixed (byte* start = tensor.bytes)
        {
            return start; // libtorch's memory does not move; "fixed" only takes the address
        }
    }
}
