namespace MlNetMasks.Data;

/// <summary>One command of <see cref="ScanSource"/> and what it asks for.</summary>
public sealed class ScanRow
{
    private readonly byte[] _words = new byte[ScanVocabulary.MaxCommandLength];
    private readonly byte[] _actions = new byte[ScanVocabulary.MaxActionLength];

    internal ScanRow()
    {
    }

    /// <summary>Number of the command (<see cref="ScanGrammar"/>).</summary>
    public int Command { get; private set; }

    /// <summary>Tokens of the command, 9, padded behind with 0.</summary>
    public ReadOnlySpan<byte> Words => _words;

    /// <summary>Tokens of the actions, 48, padded behind with 0.</summary>
    public ReadOnlySpan<byte> Actions => _actions;

    /// <summary>Number of words.</summary>
    public int WordCount { get; private set; }

    /// <summary>Number of actions.</summary>
    public int ActionCount { get; private set; }

    internal void Set(int command)
    {
        Command = command;
        WordCount = ScanGrammar.WriteWords(command, _words);
        ActionCount = ScanGrammar.WriteActions(command, _actions);
    }
}
