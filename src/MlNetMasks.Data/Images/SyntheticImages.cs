namespace MlNetMasks.Data;

/// <summary>What the sources that draw their pictures have in common.</summary>
internal static class SyntheticImages
{
    public static int CheckedCount(int images, string name) => images >= 1
        ? images
        : throw new ArgumentOutOfRangeException(name, images, "The number of images must be at least 1.");

    public static CounterRandom RandomOf(string source, DataSplit split, int? seed) => new(seed ?? 1, split switch
    {
        DataSplit.Train => source + "/train",
        DataSplit.Validation => source + "/validation",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Validation."),
    });
}
