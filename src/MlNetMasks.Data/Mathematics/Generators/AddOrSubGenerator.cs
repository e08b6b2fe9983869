namespace MlNetMasks.Data;

/// <summary>Draws questions of <c>arithmetic__add_or_sub</c>.</summary>
internal sealed class AddOrSubGenerator : ModuleGenerator
{
    public override void Draw(
        SampleRandom random, MathematicsDifficulty difficulty, double entropy, BoundedText question, BoundedText answer)
    {
        bool isSum = random.Coin();
        double firstEntropy = Math.Max(1, random.Uniform(0, entropy));
        SampledNumber first = NumberSampler.IntegerOrDecimal(random, firstEntropy);
        SampledNumber second = NumberSampler.IntegerOrDecimal(random, Math.Max(1, entropy - firstEntropy));

        int decimals = Math.Max(first.Decimals, second.Decimals);
        Int128 left = checked(first.Numerator * NumberSampler.PowerOfTen(decimals - first.Decimals));
        Int128 right = checked(second.Numerator * NumberSampler.PowerOfTen(decimals - second.Decimals));
        answer.AppendDecimal(checked(isSum ? left + right : left - right), decimals);

        string phrase = isSum ? random.Pick<string>(AddOrSubPhrases.Sum) : PickDifference(random, left >= right);
        foreach (char character in phrase)
        {
            switch (character)
            {
                case AddOrSubPhrases.First:
                    first.AppendTo(question);
                    break;
                case AddOrSubPhrases.Second:
                    second.AppendTo(question);
                    break;
                default:
                    question.Append(character);
                    break;
            }
        }
    }

    private static string PickDifference(SampleRandom random, bool hasDistance)
    {
        int differences = AddOrSubPhrases.Difference.Length;
        int choice = random.Below(differences + (hasDistance ? AddOrSubPhrases.Distance.Length : 0));
        return choice < differences ? AddOrSubPhrases.Difference[choice] : AddOrSubPhrases.Distance[choice - differences];
    }
}
