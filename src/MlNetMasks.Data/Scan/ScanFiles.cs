namespace MlNetMasks.Data;

/// <summary>Reads the official files of the SCAN splits: one command per line, <c>IN: jump twice OUT: I_JUMP I_JUMP</c>.</summary>
public static class ScanFiles
{
    private const string In = "IN: ";
    private const string Out = " OUT: ";

    /// <summary>Longest line that is read; the longest of the official files has 680 characters.</summary>
    private const int MaxLineLength = 2_000;

    /// <summary>Largest file that is opened, in bytes; the largest of the official files has 4 MB.</summary>
    private const long MaxFileLength = 64L << 20;

    /// <summary>Most characters of the file in one place of a message.</summary>
    private const int LongestShown = 120;

    private static readonly (string Path, int Rows)[] s_files =
    [
        ("simple_split/tasks_train_simple.txt", 16_728),
        ("simple_split/tasks_test_simple.txt", 4_182),
        ("length_split/tasks_train_length.txt", 16_990),
        ("length_split/tasks_test_length.txt", 3_920),
        ("add_prim_split/tasks_train_addprim_jump.txt", 14_670),
        ("add_prim_split/tasks_test_addprim_jump.txt", 7_706),
        ("add_prim_split/tasks_train_addprim_turn_left.txt", 21_890),
        ("add_prim_split/tasks_test_addprim_turn_left.txt", 1_208),
    ];

    /// <summary>Path of a set's file within the SCAN repository.</summary>
    /// <param name="set">The set.</param>
    /// <returns>A relative path with <c>/</c> between its parts.</returns>
    public static string PathOf(ScanSet set) => s_files[(int)set].Path;

    /// <summary>Reads the files of all sets.</summary>
    /// <returns>Per set and command how often it is there.</returns>
    internal static int[][] Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ScanSet[] sets = Enum.GetValues<ScanSet>();
        if (sets.Select(set => Path.Combine(folder, PathOf(set))).FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            throw new FileNotFoundException($"The SCAN file '{missing}' does not exist. Give the folder that holds simple_split, length_split and add_prim_split.", missing);
        }

        int[][] counts = [.. sets.Select(set => ReadSet(Path.Combine(folder, PathOf(set)), s_files[(int)set].Rows))];
        for (int train = 0; train < counts.Length; train += 2)
        {
            RequireDisjoint(folder, sets[train], counts[train], counts[train + 1]);
        }

        return counts;
    }

    /// <summary>Refuses a set that holds other commands than its rule gives: all lines may be right and the split still be another one.</summary>
    internal static void RequireSame(string folder, ScanSet set, int[] read, int[] rule)
    {
        int other = Enumerable.Range(0, read.Length).FirstOrDefault(command => read[command] != rule[command], -1);
        if (other >= 0)
        {
            throw new InvalidDataException(
                $"'{Path.Combine(folder, PathOf(set))}' has '{Shortened(ScanGrammar.CommandText(other))}' on {read[other]:N0} lines; by the rule of its split it is on {rule[other]:N0}. Fetch the official file again.");
        }
    }

    private static int[] ReadSet(string path, int expectedRows)
    {
        if (new FileInfo(path).Length > MaxFileLength)
        {
            throw new InvalidDataException($"'{path}' has {new FileInfo(path).Length:N0} bytes; a SCAN file has 4 million at most. Fetch the official file again.");
        }

        int[] counts = new int[ScanGrammar.CommandCount];
        int rows = 0;
        foreach (string line in File.ReadLines(path))
        {
            rows++;
            if (rows > expectedRows)
            {
                throw new InvalidDataException($"'{path}' goes on at line {rows:N0}; the official file has {expectedRows:N0} lines. Fetch it again: it is another file.");
            }

            counts[CommandOf(line, path, rows)]++;
        }

        return rows == expectedRows
            ? counts
            : throw new InvalidDataException($"'{path}' has {rows:N0} lines; the official file has {expectedRows:N0}. Fetch it again: it is cut off or another file.");
    }

    private static int CommandOf(string line, string path, int number)
    {
        int end = line.IndexOf(Out, StringComparison.Ordinal);
        if (line.Length > MaxLineLength || !line.StartsWith(In, StringComparison.Ordinal) || end < In.Length)
        {
            throw Fault($"is '{Shortened(line)}'; 'IN: <command> OUT: <actions>' was expected");
        }

        string command = line[In.Length..end];
        string actions = line[(end + Out.Length)..];
        if (!ScanGrammar.TryFind(command, out int index))
        {
            string? unknown = command.Split(' ').FirstOrDefault(word => word.Length == 0 || !ScanVocabulary.CommandTokens.Contains(word));
            throw Fault(unknown is null
                ? $"has the command '{Shortened(command)}', which the grammar does not make"
                : $"has the word '{Shortened(unknown)}'; the words of SCAN are {string.Join(", ", ScanVocabulary.CommandTokens.Skip(1))}");
        }

        string expected = ScanGrammar.ActionText(index);
        return actions == expected
            ? index
            : throw Fault($"has for '{command}' the actions '{FromFault(actions)}'; the grammar asks for '{FromFault(expected)}'");

        // Long sequences mostly begin alike: what differs must be in the message.
        string FromFault(string text)
        {
            int same = actions.AsSpan().CommonPrefixLength(expected);
            int start = same < LongestShown / 2 ? 0 : actions.LastIndexOf(' ', same - 1) + 1;
            return start == 0 ? Shortened(text) : $"...{Shortened(text[start..])}";
        }

        InvalidDataException Fault(string what) => new($"'{path}', line {number} {what}. Fetch the official file again.");
    }

    private static void RequireDisjoint(string folder, ScanSet train, int[] trained, int[] tested)
    {
        int both = Enumerable.Range(0, trained.Length).FirstOrDefault(command => trained[command] > 0 && tested[command] > 0, -1);
        if (both >= 0)
        {
            throw new InvalidDataException(
                $"{Place(train)} and {Place(train + 1)} are both '{Shortened(ScanGrammar.CommandText(both))}': what is tested would have been trained. Fetch the official files again.");
        }

        string Place(ScanSet set)
        {
            string path = Path.Combine(folder, PathOf(set));
            int line = File.ReadLines(path).TakeWhile(line => CommandOf(line, path, 0) != both).Count() + 1;
            return $"'{path}', line {line}";
        }
    }

    private static string Shortened(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}...";
}
