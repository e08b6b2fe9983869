using System.Runtime.InteropServices;
using MlNetMasks.Cli;
using MlNetMasks.Cli.Verbs;

using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return CommandLine.Invoke(args, Console.Out, Console.Error, cancellation.Token);

// The run stops between two steps and saves where it stands; a second signal ends the process at once, which loses only what came after the last checkpoint.
void Cancel(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}
