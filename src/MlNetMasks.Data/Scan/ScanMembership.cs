using System.Security.Cryptography;

namespace MlNetMasks.Data;

/// <summary>How often each command is in each set of the SCAN splits.</summary>
public sealed class ScanMembership
{
    /// <summary>Copies of the bare <c>jump</c> in the jump split's training set: a tenth of it.</summary>
    internal const int JumpCopies = 1_467;

    /// <summary>Copies of the bare <c>turn left</c> in the turn-left split's training set: a tenth of it.</summary>
    internal const int TurnLeftCopies = 2_189;

    /// <summary>Most actions of a command in the length split's training set.</summary>
    internal const int MaxTrainActions = 22;

    /// <summary>Commands in the simple split's training set.</summary>
    internal const int SimpleTrainCount = 16_728;

    /// <summary>SHA-256 over the official simple split's training set: a byte per command, in the order of the grammar, 1 where it is in the set.</summary>
    private const string OfficialSimple = "70c739d766848cc0d6037d44bb56081efbc6e5fad86564bbd4a7ac947334148b";

    private readonly int[][] _counts;

    private ScanMembership(int[][] counts) => _counts = counts;

    /// <summary>Whether the simple split is that of the official files; otherwise it is another draw of the same sizes.</summary>
    public bool HasOfficialSimple { get; private init; }

    /// <summary>Derives the sets from the rules. The simple split is a plain random draw whose seed was never published: here it is another draw of the same sizes.</summary>
    /// <param name="seed">Seed of the simple split, any value.</param>
    /// <returns>The sets.</returns>
    public static ScanMembership FromRules(int seed)
    {
        int[][] counts = RuleCounts();
        DrawSimple(seed, counts[(int)ScanSet.SimpleTrain], counts[(int)ScanSet.SimpleTest]);
        return new ScanMembership(counts);
    }

    /// <summary>
    /// Reads the sets from files of the official form, every line checked against the grammar, and the length, jump and turn-left sets against their rules. The simple split has no
    /// rule; <see cref="HasOfficialSimple"/> says whether it is the official one.
    /// </summary>
    /// <param name="folder">Folder with <c>simple_split</c>, <c>length_split</c> and <c>add_prim_split</c> as in the SCAN repository.</param>
    /// <returns>The sets.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A line is no command of the grammar, has other actions, a file is not complete, or a set is not what its rule gives; the message names file and line or command.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ScanMembership FromFiles(string folder)
    {
        int[][] counts = ScanFiles.Read(folder);
        int[][] rules = RuleCounts();
        foreach (ScanSet set in Enum.GetValues<ScanSet>().Where(set => set is not (ScanSet.SimpleTrain or ScanSet.SimpleTest)))
        {
            ScanFiles.RequireSame(folder, set, counts[(int)set], rules[(int)set]);
        }

        byte[] simple = [.. counts[(int)ScanSet.SimpleTrain].Select(static count => (byte)count)];
        return new ScanMembership(counts) { HasOfficialSimple = Convert.ToHexStringLower(SHA256.HashData(simple)) == OfficialSimple };
    }

    /// <summary>How often a command is in a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="command">Number of the command (<see cref="ScanGrammar"/>), 0 to 20,909.</param>
    /// <returns>0 or more.</returns>
    public int Count(ScanSet set, int command) => _counts[(int)set][command];

    /// <summary>Rows of a set, repeated ones counted as often as they are there.</summary>
    /// <param name="set">The set.</param>
    /// <returns>The number of rows.</returns>
    public int Size(ScanSet set) => _counts[(int)set].Sum();

    /// <summary>The sets that have a rule; the simple split is left empty.</summary>
    private static int[][] RuleCounts()
    {
        int[][] counts = [.. Enum.GetValues<ScanSet>().Select(static _ => new int[ScanGrammar.CommandCount])];
        byte jump = ScanVocabulary.CommandToken("jump");
        byte[] turnLeft = [ScanVocabulary.CommandToken("turn"), ScanVocabulary.CommandToken("left")];
        Span<byte> words = stackalloc byte[ScanVocabulary.MaxCommandLength];
        Span<byte> actions = stackalloc byte[ScanVocabulary.MaxActionLength];
        for (int command = 0; command < ScanGrammar.CommandCount; command++)
        {
            int length = ScanGrammar.WriteWords(command, words);
            bool isShort = ScanGrammar.WriteActions(command, actions) <= MaxTrainActions;
            counts[(int)(isShort ? ScanSet.LengthTrain : ScanSet.LengthTest)][command] = 1;
            AddPrimitive(words[..length], [jump], JumpCopies, counts[(int)ScanSet.JumpTrain], counts[(int)ScanSet.JumpTest], command);
            AddPrimitive(words[..length], turnLeft, TurnLeftCopies, counts[(int)ScanSet.TurnLeftTrain], counts[(int)ScanSet.TurnLeftTest], command);
        }

        return counts;
    }

    private static void AddPrimitive(ReadOnlySpan<byte> words, ReadOnlySpan<byte> primitive, int copies, int[] train, int[] test, int command)
    {
        if (words.SequenceEqual(primitive))
        {
            train[command] = copies;
        }
        else
        {
            (words.IndexOf(primitive) >= 0 ? test : train)[command] = 1;
        }
    }

    private static void DrawSimple(int seed, int[] train, int[] test)
    {
        int[] order = RandomOrder.Of(new CounterRandom(seed, "scan/simple"), ScanGrammar.CommandCount);
        foreach ((int position, int command) in order.Index())
        {
            (position < SimpleTrainCount ? train : test)[command] = 1;
        }
    }
}
