namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>
/// Work that falls into blocks independent of each other; kept and reused by its kernel, so that a step allocates nothing.
/// </summary>
internal abstract class BlockJob
{
    /// <summary>Does one block.</summary>
    /// <param name="block">Number of the block.</param>
    /// <param name="worker">Number of the thread among the workers, for scratch memory of its own; the caller is 0.</param>
    public abstract void Execute(int block, int worker);
}
