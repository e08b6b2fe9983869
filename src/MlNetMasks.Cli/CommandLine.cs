using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MlNetMasks.Cli.Verbs;

namespace MlNetMasks.Cli;

/// <summary>The verbs of the program, and how a fault becomes one line and an exit code.</summary>
internal static class CommandLine
{
    private const string Description =
        "Finds the functional modules inside neural networks: pretrains a network, freezes it and learns one weight mask per function.\n\n"
        + "Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 a quality gate of the pipeline file failed, 130 cancelled.";

    public static int Invoke(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var session = new Session(output, error, cancellation);
        // A plain command, because the root command takes its name from the program's file.
        var root = new Command("mlnetmasks", Description)
        {
            RunVerb.Create(session),
            ValidateVerb.Create(session),
            EvaluateVerb.Create(session),
            ListVerb.Create(session),
            ReportVerb.Create(session),
            DataVerb.Create(session),
            DoctorVerb.Create(session),
            new HelpOption(),
            new VersionOption(),
        };
        // A pipeline file may be called @x: no response files.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var message in Faults(parsed))
            {
                error.WriteLine($"mlnetmasks: {message}");
            }

            return ExitCode.BadUsageOrInput;
        }

        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static IEnumerable<string> Faults(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = $"{Path(parsed.CommandResult)} --help";
        if (command.Subcommands.Count > 0)
        {
            var verbs = string.Join(", ", command.Subcommands.Select(verb => verb.Name));
            yield return $"{(parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is no verb" : "a verb is missing")}; use one of {verbs}, or see '{help}'.";
            yield break;
        }

        foreach (var token in parsed.UnmatchedTokens)
        {
            yield return $"'{token}' is not expected here; see '{help}'.";
        }

        foreach (var fault in parsed.Errors.Where(fault => !parsed.UnmatchedTokens.Any(token => fault.Message.Contains($"'{token}'", StringComparison.Ordinal))))
        {
            yield return $"{fault.Message.TrimEnd('.')}; see '{help}'.";
        }
    }

    /// <summary>The words that lead to a command, for example <c>mlnetmasks data fetch</c>.</summary>
    private static string Path(CommandResult command) => command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : command.Command.Name;
}
