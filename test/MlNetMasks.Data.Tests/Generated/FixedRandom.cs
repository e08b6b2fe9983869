namespace MlNetMasks.Data.Tests.Generated;

/// <summary>A generator that overrides only what ML.NET's own one is sure to override, so that nothing else may be relied on.</summary>
internal sealed class FixedRandom(int seed) : Random(seed)
{
    private readonly CounterRandom _random = new(seed, "fixed");
    private long _index;

    public override int Next() => (int)_random.Below(int.MaxValue, _index++, 0);
}
