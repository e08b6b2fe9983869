namespace MlNetMasks.Data;

/// <summary>Fills tables with generated examples, in parallel and yet in order.</summary>
internal static class ExampleDrawing
{
    private const int ChunkSize = 4096;

    public static ExampleTable Draw(MathematicsGenerator generator, MathematicsDifficulty difficulty, int count)
    {
        var table = new ExampleTable();
        IEnumerable<int> chunks = Enumerable.Range(0, (count + ChunkSize - 1) / ChunkSize);
        foreach (ExampleTable part in chunks.AsParallel().AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(chunk => DrawChunk(generator, difficulty, chunk * ChunkSize, Math.Min(ChunkSize, count - (chunk * ChunkSize)))))
        {
            table.AddAll(part);
        }

        return table;
    }

    private static ExampleTable DrawChunk(MathematicsGenerator generator, MathematicsDifficulty difficulty, int start, int count)
    {
        var drawing = new MathematicsDrawing(generator, difficulty);
        var table = new ExampleTable();
        Span<byte> question = stackalloc byte[MathematicsVocabulary.MaxQuestionLength];
        Span<byte> answer = stackalloc byte[MathematicsVocabulary.MaxAnswerLength];
        for (int i = 0; i < count; i++)
        {
            drawing.Draw(start + i);
            table.Add(Encode(drawing.Question, question), Encode(drawing.Answer, answer));
        }

        return table;
    }

    private static Span<byte> Encode(ReadOnlySpan<char> text, Span<byte> tokens)
    {
        for (int i = 0; i < text.Length; i++)
        {
            tokens[i] = MathematicsVocabulary.TokenOf(text[i]);
        }

        return tokens[..text.Length];
    }
}
