using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>Token sequences as long as those of the benchmarks; what the tokens are makes no difference to the time of a step.</summary>
internal static class SequenceRows
{
    /// <summary>Commands of SCAN's grammar by length: one phrase, or two joined by a conjunction; 13 kinds of tokens in, 6 out.</summary>
    public static StepData Scan(int rows)
    {
        // Tokens and actions of the phrases before 'twice' and 'thrice', and how many phrases are such.
        (int Tokens, int Actions, int Count)[] kinds = [(1, 1, 4), (2, 2, 8), (2, 1, 2), (3, 3, 8), (3, 2, 2), (3, 8, 8), (3, 4, 2)];
        var phrases = kinds.SelectMany(kind => Enumerable.Repeat(kind, kind.Count)).SelectMany(kind => Enumerable.Range(1, 3)
            .Select(times => (Tokens: kind.Tokens + (times > 1 ? 1 : 0), Actions: kind.Actions * times))).ToArray();
        return Create(rows, 9, 48, 13, 6, random =>
        {
            var (first, second) = (phrases[random.NextInt32(phrases.Length)], phrases[random.NextInt32(phrases.Length)]);
            return random.NextInt32((2 * phrases.Length) + 1) == 0 ? first : (first.Tokens + 1 + second.Tokens, first.Actions + second.Actions);
        });
    }

    /// <summary>Questions of about the Mathematics Dataset's lengths, in characters.</summary>
    public static StepData Mathematics(int rows) => Create(rows, 160, 30, 60, 60, random => (25 + random.NextInt32(36), 2 + random.NextInt32(14)));

    private static StepData Create(int rows, int inputs, int outputs, int inputTokens, int outputTokens, Func<RandomStream, (int Inputs, int Outputs)> lengths)
    {
        var random = new RandomStream(1);
        var (input, target) = (new byte[rows * inputs], new byte[rows * outputs]);
        for (var row = 0; row < rows; row++)
        {
            var (read, written) = lengths(random);
            Fill(input.AsSpan(row * inputs, read), inputTokens, random);
            Fill(target.AsSpan(row * outputs, written), outputTokens, random);
        }

        var problem = new SequenceProblem().Bind(new Dictionary<string, ColumnSize>
        {
            ["Input"] = new(inputs, Names(inputTokens)),
            ["Target"] = new(outputs, Names(outputTokens)),
        });
        return new StepData(problem, new ExampleTable([new ExampleColumn<byte>("Input", inputs, input), new ExampleColumn<byte>("Target", outputs, target)]));
    }

    private static void Fill(Span<byte> tokens, int kinds, RandomStream random)
    {
        foreach (ref var token in tokens)
        {
            token = (byte)(1 + random.NextInt32(kinds));
        }
    }

    private static string[] Names(int tokens) => ["", .. Enumerable.Range(1, tokens).Select(token => $"t{token}")];
}
