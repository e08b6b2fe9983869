using System.CommandLine;
using MlNetMasks.Cli.Verbs;

namespace MlNetMasks.Cli;

/// <summary>The verbs of the program, and how a fault becomes one line and an exit code.</summary>
internal static class CommandLine
{
    public static int Invoke(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var session = new Session(output, error, cancellation);
        var root = new RootCommand("Finds the functional modules inside neural networks: pretrains a network, freezes it and learns one weight mask per function.")
        {
            RunVerb.Create(session),
            ValidateVerb.Create(session),
            EvaluateVerb.Create(session),
            ListVerb.Create(session),
            ReportVerb.Create(session),
            DoctorVerb.Create(session),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine($"mlnetmasks: {fault.Message}");
            }

            error.WriteLine("mlnetmasks: see 'mlnetmasks --help' or 'mlnetmasks VERB --help'.");
            return ExitCode.BadUsageOrInput;
        }

        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
