namespace MlNetMasks.Data;

/// <summary>One question and its answer as padded tokens.</summary>
public sealed class MathematicsRow
{
    private readonly byte[] _question = new byte[MathematicsVocabulary.MaxQuestionLength];
    private readonly byte[] _answer = new byte[MathematicsVocabulary.MaxAnswerLength];

    /// <summary>Kind of question.</summary>
    public MathematicsModule Module { get; private set; }

    /// <summary>Regime of the question.</summary>
    public MathematicsDifficulty Difficulty { get; private set; }

    /// <summary>Tokens of the question, 160, padded behind with 0.</summary>
    public ReadOnlySpan<byte> Question => _question;

    /// <summary>Tokens of the answer, 30, padded behind with 0.</summary>
    public ReadOnlySpan<byte> Answer => _answer;

    /// <summary>Characters of the question.</summary>
    public int QuestionLength { get; private set; }

    /// <summary>Characters of the answer.</summary>
    public int AnswerLength { get; private set; }

    internal void Set(MathematicsModule module, MathematicsDifficulty difficulty, ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer)
    {
        Module = module;
        Difficulty = difficulty;
        QuestionLength = Fill(_question, question);
        AnswerLength = Fill(_answer, answer);
    }

    private static int Fill(byte[] padded, ReadOnlySpan<byte> tokens)
    {
        tokens.CopyTo(padded);
        padded.AsSpan(tokens.Length).Clear();
        return tokens.Length;
    }
}
