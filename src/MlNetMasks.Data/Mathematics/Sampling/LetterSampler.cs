namespace MlNetMasks.Data;

/// <summary>Draws names of variables: letters but e, which could be mistaken for Euler's number.</summary>
internal static class LetterSampler
{
    private const string Letters = "abcdfghijklmnopqrstuvwxyz";

    public static char Draw(SampleRandom random) => Letters[random.Below(Letters.Length)];

    public static char[] DrawDistinct(SampleRandom random, int count)
    {
        char[] letters = new char[count];
        for (int i = 0; i < count; i++)
        {
            do
            {
                letters[i] = Draw(random);
            }
            while (letters.AsSpan(0, i).Contains(letters[i]));
        }

        return letters;
    }
}
