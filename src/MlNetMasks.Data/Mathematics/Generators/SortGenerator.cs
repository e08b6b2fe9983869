namespace MlNetMasks.Data;

/// <summary>Draws questions of <c>comparison__sort</c>: different numbers, all integers in half of the questions.</summary>
internal sealed class SortGenerator : ModuleGenerator
{
    private const int MaxAttempts = 1000;
    private static readonly string[] s_ascending = ["ascending", "increasing"];
    private static readonly string[] s_descending = ["descending", "decreasing"];

    public override void Draw(
        SampleRandom random, MathematicsDifficulty difficulty, double entropy, BoundedText question, BoundedText answer)
    {
        bool hasIntegersOnly = random.Coin();
        int count = difficulty == MathematicsDifficulty.Extrapolate ? random.Between(9, 10) : random.Between(3, 3 + (int)(entropy / 2));
        Span<SampledNumber> drawn = stackalloc SampledNumber[count];
        Span<SampledNumber> ordered = stackalloc SampledNumber[count];
        if (!TryDrawDifferent(random, entropy, hasIntegersOnly, drawn, ordered))
        {
            answer.Append(new string('0', MathematicsVocabulary.MaxAnswerLength + 1));
            return;
        }

        bool isAscending = random.Coin();
        if (!isAscending)
        {
            ordered.Reverse();
        }

        AppendList(answer, ordered);
        string direction = random.Pick<string>(isAscending ? s_ascending : s_descending);
        int phrase = random.Below(isAscending ? 3 : 2);
        question.Append(phrase == 1 ? "Put " : "Sort ");
        AppendList(question, drawn);
        if (phrase != 2)
        {
            question.Append(" in ");
            question.Append(direction);
            question.Append(" order");
        }

        question.Append('.');
    }

    private static bool TryDrawDifferent(
        SampleRandom random, double entropy, bool hasIntegersOnly, Span<SampledNumber> drawn, Span<SampledNumber> ordered)
    {
        Span<double> shares = stackalloc double[drawn.Length];
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            random.Simplex(shares);
            bool areDifferent = true;
            for (int i = 0; i < drawn.Length; i++)
            {
                double own = Math.Max(1, entropy * shares[i]);
                drawn[i] = hasIntegersOnly ? NumberSampler.Integer(random, own) : NumberSampler.Any(random, own);
                areDifferent = areDifferent && TryInsert(ordered[..(i + 1)], drawn[i]);
            }

            if (areDifferent)
            {
                return true;
            }
        }

        return false;
    }

    // The last place is free; returns false when the number is there already.
    private static bool TryInsert(Span<SampledNumber> ordered, in SampledNumber number)
    {
        int place = ordered.Length - 1;
        while (place > 0)
        {
            int comparison = SampledNumber.Compare(ordered[place - 1], number);
            if (comparison == 0)
            {
                return false;
            }

            if (comparison < 0)
            {
                break;
            }

            ordered[place] = ordered[place - 1];
            place--;
        }

        ordered[place] = number;
        return true;
    }

    private static void AppendList(BoundedText text, ReadOnlySpan<SampledNumber> numbers)
    {
        for (int i = 0; i < numbers.Length && !text.Overflowed; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            numbers[i].AppendTo(text);
        }
    }
}
