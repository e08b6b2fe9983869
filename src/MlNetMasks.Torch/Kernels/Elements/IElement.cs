using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Elements;

/// <summary>The number format that masked weights and their gradients have in memory; kernels compute in float32 whatever it is.</summary>
internal unsafe interface IElement
{
    /// <summary>Reads elements from an index on.</summary>
    static abstract TLanes Load<TLanes>(void* start, long index)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Writes elements from an index on; the values have been through <see cref="Round"/>.</summary>
    static abstract void Store<TLanes>(TLanes value, void* start, long index)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The nearest numbers that the format can hold, ties to even.</summary>
    static abstract TLanes Round<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>;
}
