namespace MlNetMasks.Data;

/// <summary>The draws of one row, one after another.</summary>
internal ref struct RowDraws(CounterRandom random, long index)
{
    private int _draw;

    /// <summary>A uniform number between two bounds.</summary>
    public double Between(double low, double high) => low + ((high - low) * random.Uniform(index, _draw++));

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)random.Below(bound, index, _draw++);

    /// <summary>64 uniform bits.</summary>
    public ulong Bits() => random.Bits(index, _draw++);
}
