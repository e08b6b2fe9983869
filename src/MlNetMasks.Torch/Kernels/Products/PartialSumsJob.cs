using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>Adds the chunks' shares of a gradient in the order of the chunks.</summary>
internal sealed unsafe class PartialSumsJob : BlockJob
{
    private const int BlockLength = 4096;

    private float* _partials; // [chunks, length]
    private float* _total;
    private long _length;
    private int _chunks;

    /// <summary>Binds the memory.</summary>
    /// <param name="partials">[chunks, length]</param>
    /// <param name="chunks">Number of shares, at least 1.</param>
    /// <param name="total">Destination, [length].</param>
    /// <param name="length">Floats of a share, a multiple of 16.</param>
    public int Prepare(float* partials, int chunks, float* total, long length)
    {
        _partials = partials;
        _chunks = chunks;
        _total = total;
        _length = length;
        return checked((int)((length + BlockLength - 1) / BlockLength));
    }

    public override void Execute(int block, int worker)
    {
        var first = (long)block * BlockLength;
        var end = Math.Min(first + BlockLength, _length);
        switch (LaneWidth.Best)
        {
            case 16:
                Add<Lanes512>(first, end);
                break;
            case 8:
                Add<Lanes256>(first, end);
                break;
            case 4:
                Add<Lanes128>(first, end);
                break;
            default:
                Add<ScalarLane>(first, end);
                break;
        }
    }

    private void Add<TLanes>(long first, long end)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var j = first; j < end; j += TLanes.Count)
        {
            var sum = TLanes.Load(_partials + j);
            for (var chunk = 1; chunk < _chunks; chunk++)
            {
                sum += TLanes.Load(_partials + (chunk * _length) + j);
            }

            sum.Store(_total + j);
        }
    }
}
