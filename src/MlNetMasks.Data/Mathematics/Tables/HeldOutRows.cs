namespace MlNetMasks.Data;

/// <summary>Chooses which of a difficulty's different questions are held out for testing.</summary>
internal static class HeldOutRows
{
    public const int Most = 10_000;

    /// <summary>Number held out: 10,000, of fewer than 100,000 questions a tenth, and of at least two questions at least one.</summary>
    public static int CountOf(int questions) => Math.Min(Most, Math.Max(questions / 10, Math.Min(1, questions / 2)));

    /// <summary>Splits the rows into those to train on and those held out, both in their order.</summary>
    public static (int[] Train, int[] HeldOut) Split(int[] rows, int seed, MathematicsModule module, MathematicsDifficulty difficulty)
    {
        var isHeldOut = new bool[rows.Length];
        int count = CountOf(rows.Length);
        var random = new CounterRandom(seed, $"mathematics/{MathematicsFiles.NameOf(module)}/{MathematicsFiles.NameOf(difficulty)}/held out");
        if (count > 0)
        {
            var order = new FeistelPermutation(rows.Length, random.Bits(0, 0));
            for (int i = 0; i < count; i++)
            {
                isHeldOut[order.IndexAt(i)] = true;
            }
        }

        return ([.. rows.Where((_, i) => !isHeldOut[i])], [.. rows.Where((_, i) => isHeldOut[i])]);
    }
}
