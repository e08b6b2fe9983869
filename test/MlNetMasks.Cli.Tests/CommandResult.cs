namespace MlNetMasks.Cli.Tests;

/// <summary>How a call of the program ended.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>Lines of standard error that are neither progress nor a warning about a mask.</summary>
    public IReadOnlyList<string> Faults => [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith('[') && !line.StartsWith("mlnetmasks: warning: ", StringComparison.Ordinal))];

    /// <summary>The program in this process.</summary>
    public static CommandResult Of(params string[] args) => Of(CancellationToken.None, args);

    public static CommandResult Of(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Invoke(args, output, error, cancellation);
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Requires an exit code, and on a fault lines that start with the program's name and hold no trace of a stack.</summary>
    public CommandResult Expect(int code)
    {
        Assert.AreEqual(code, Code, $"{Error}\n{Output}");
        foreach (var line in Faults)
        {
            Assert.StartsWith("mlnetmasks: ", line, Error);
            Assert.DoesNotContain("   at ", line, Error);
            Assert.DoesNotContain(char.IsControl, line, Error);
            Assert.DoesNotContain("(Parameter '", line, Error);
        }

        return this;
    }

    /// <summary>Requires one fault on one line.</summary>
    public string Refused(int code, params string[] parts)
    {
        Expect(code);
        Assert.HasCount(1, Faults, Error);
        foreach (var part in parts)
        {
            Assert.Contains(part, Faults[0]);
        }

        return Faults[0];
    }
}
