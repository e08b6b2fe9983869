namespace MlNetMasks.Data;

/// <summary>A seeded order of the numbers from 0 on: the shuffle of Fisher and Yates.</summary>
internal static class RandomOrder
{
    public static int[] Of(CounterRandom random, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int left = order.Length; left > 1; left--)
        {
            int picked = (int)random.Below(left, left, 0);
            (order[left - 1], order[picked]) = (order[picked], order[left - 1]);
        }

        return order;
    }
}
