namespace MlNetMasks.Data;

/// <summary>What stands on one side of <c>and</c> or <c>after</c>: a verb with a direction, done once, twice or thrice.</summary>
/// <param name="Words">Command tokens, without padding.</param>
/// <param name="Actions">Action tokens, without padding.</param>
internal sealed record ScanPhrase(byte[] Words, byte[] Actions)
{
    /// <summary>Number of phrases: 34 verb phrases, each done once, twice or thrice.</summary>
    public const int Count = 102;

    private static readonly string[] s_verbs = ["walk", "look", "run", "jump", "turn"];
    private static readonly string[] s_directions = ["left", "right"];
    private static readonly string[] s_manners = ["", "opposite", "around"];
    private static readonly string[] s_repetitions = ["", "twice", "thrice"];

    /// <summary>All phrases: verbs in the order of the vocabulary, for each the bare verb, then its directions, each once, twice, thrice.</summary>
    public static IReadOnlyList<ScanPhrase> All { get; } =
        [.. VerbPhrases().SelectMany(phrase => s_repetitions.Select((word, i) => Repeated(phrase, word, i + 1)))];

    /// <summary>The phrase as text, words separated by spaces.</summary>
    public string Text => ScanVocabulary.CommandText(Words);

    private static IEnumerable<ScanPhrase> VerbPhrases()
    {
        foreach (string verb in s_verbs)
        {
            byte word = ScanVocabulary.CommandToken(verb);
            byte[] act = verb == "turn" ? [] : [word]; // the actions of walk, look, run and jump have the tokens of their words
            if (verb != "turn")
            {
                yield return new ScanPhrase([word], act);
            }

            foreach (string manner in s_manners)
            {
                foreach (string direction in s_directions)
                {
                    byte towards = ScanVocabulary.CommandToken(direction);
                    byte turn = (byte)(direction == "left" ? 5 : 6);
                    yield return manner switch
                    {
                        "" => new ScanPhrase([word, towards], [turn, .. act]),
                        "opposite" => new ScanPhrase([word, ScanVocabulary.CommandToken(manner), towards], [turn, turn, .. act]),
                        _ => new ScanPhrase([word, ScanVocabulary.CommandToken(manner), towards], Times([turn, .. act], 4)),
                    };
                }
            }
        }
    }

    private static ScanPhrase Repeated(ScanPhrase phrase, string word, int times) =>
        times == 1 ? phrase : new ScanPhrase([.. phrase.Words, ScanVocabulary.CommandToken(word)], Times(phrase.Actions, times));

    private static byte[] Times(byte[] actions, int times) => [.. Enumerable.Repeat(actions, times).SelectMany(static part => part)];
}
