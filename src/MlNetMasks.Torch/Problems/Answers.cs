namespace MlNetMasks.Torch;

/// <summary>What a network answered to the rows of one batch; plain arrays, filled again for every batch.</summary>
public sealed class Answers
{
    internal Answers(int capacity, int scoreSize, int width)
    {
        Scores = new float[capacity * scoreSize];
        Symbols = new int[capacity * width];
        IsCorrect = new bool[capacity];
        TrueClasses = new int[capacity];
        AnsweredClasses = new int[capacity];
    }

    /// <summary>Probabilities, <c>[rows, scores]</c>.</summary>
    public float[] Scores { get; }

    /// <summary>Answered symbols or class (counted from 0), <c>[rows, width]</c>.</summary>
    public int[] Symbols { get; }

    /// <summary>Whether each answer is right; false throughout where targets are missing.</summary>
    public bool[] IsCorrect { get; }

    /// <summary>Index of each true class on the first axis of the confusion table, -1 where it is unknown; filled only while answers are counted.</summary>
    public int[] TrueClasses { get; }

    /// <summary>Index of each answer on its second axis; filled only while answers are counted.</summary>
    public int[] AnsweredClasses { get; }
}
