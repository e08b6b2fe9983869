using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Checks a choice of output slots.</summary>
internal static class SlotChoice
{
    public static void Check(IReadOnlyList<int>? slots, BoundProblem problem, string stage)
    {
        if (slots is null)
        {
            return;
        }

        if (slots.Count == 0 || slots.Distinct().Count() != slots.Count || slots.Any(slot => slot < 0 || slot >= problem.OutputSlotCount))
        {
            throw new ArgumentException(
                $"Stage '{stage}' chooses output slots [{string.Join(", ", slots)}]; the problem has slots 0 to {problem.OutputSlotCount - 1}, each may be named once, and at least one is needed.");
        }
    }
}
