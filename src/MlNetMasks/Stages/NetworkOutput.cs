namespace MlNetMasks;

/// <summary>What a column that a network adds holds.</summary>
internal enum NetworkOutput
{
    /// <summary>Probabilities.</summary>
    Score,

    /// <summary>The answer as a key or as bytes.</summary>
    Answer,

    /// <summary>The answer, a sequence, as text.</summary>
    Text,

    /// <summary>Whether the answer is right; this one alone needs the right answer.</summary>
    Correct,
}
