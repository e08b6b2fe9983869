using System.CommandLine;
using MlNetMasks.Torch;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks doctor</c></summary>
internal static class DoctorVerb
{
    public static Command Create(Session session)
    {
        var command = new Command("doctor", "Shows what the program found on this machine and did: libtorch, SIMD width, threads, allocator.");
        command.SetAction(_ => session.Guard(() =>
        {
            var report = TorchRuntime.Inspect();
            foreach (var (fact, value) in report.Facts)
            {
                session.Output.WriteLine($"{fact,-20} {value}");
            }

            return report.IsUsable ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }
}
