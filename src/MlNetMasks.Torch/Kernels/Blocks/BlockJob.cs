namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>
/// Work that falls into blocks independent of each other; kept and reused by its kernel, so that a step allocates nothing.
/// </summary>
internal abstract class BlockJob
{
    public abstract void Execute(int block);
}
