using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>Which pictures of the files are the rows of a split.</summary>
internal static class ImageSelection
{
    /// <summary>The numbers of a split's pictures, rising. Held out are the first of a seeded order, trained on those behind them: smaller sets are parts of larger ones.</summary>
    public static int[] Of(ImageSplit split, int trainCount, int testCount, double validationShare, int? rows, CounterRandom random)
    {
        int heldOut = (int)Math.Round(validationShare * trainCount, MidpointRounding.AwayFromZero);
        int available = split switch
        {
            ImageSplit.Train => trainCount - heldOut,
            ImageSplit.Validation => heldOut,
            ImageSplit.Test => testCount,
            _ => throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train, Validation or Test."),
        };
        if (available == 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"With a validation share of {validationShare} of {trainCount:N0} training images none is left for {split}; choose another ValidationShare."));
        }

        int[] chosen = split == ImageSplit.Test
            ? (rows < testCount ? RandomOrder.Of(random, testCount) : [.. Enumerable.Range(0, testCount)])
            : RandomOrder.Of(random, trainCount);
        int start = split == ImageSplit.Train ? heldOut : 0;
        int[] selected = chosen[start..(start + Math.Min(rows ?? available, available))];
        Array.Sort(selected);
        return selected;
    }

    public static double CheckedShare(double share, string name) => share is >= 0 and < 1
        ? share
        : throw new ArgumentOutOfRangeException(name, share, $"{name} must be at least 0 and below 1; 0 holds no image out.");

    public static int? CheckedRows(int? rows, string name) => rows is null or >= 1
        ? rows
        : throw new ArgumentOutOfRangeException(name, rows, $"{name} must be at least 1, or null for all images.");
}
