namespace MlNetMasks.Torch.Kernels.Blocks;

/// <summary>One partial sum per block, added in the order of the blocks, so that a total does not depend on the thread count.</summary>
internal sealed class BlockSums
{
    private double[] _sums = [];
    private int _count;

    public double this[int block]
    {
        set => _sums[block] = value;
    }

    /// <summary>Adds sixteen lanes in their order.</summary>
    public static unsafe double OfLanes(float* lanes)
    {
        var sum = 0.0;
        for (var lane = 0; lane < 16; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    public void Clear(int count)
    {
        if (_sums.Length < count)
        {
            _sums = new double[count];
        }

        _count = count;
    }

    public double Total()
    {
        var total = 0.0;
        for (var block = 0; block < _count; block++)
        {
            total += _sums[block];
        }

        return total;
    }
}
