using System.IO.Pipes;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.Tests.Runs;

/// <summary>
/// The test program in another role: started with <see cref="RootVariable"/> set, it begins a run, says so through a pipe and holds it until it is killed.
/// </summary>
[TestClass]
public sealed class ChildMode
{
    internal const string RootVariable = "MLNETMASKS_TEST_HOLD_RUN";
    internal const string PipeVariable = "MLNETMASKS_TEST_PIPE";

    [AssemblyInitialize]
    public static void HoldRunWhenAsked(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Environment.GetEnvironmentVariable(RootVariable) is not { } root)
        {
            return;
        }

        using RunFolder run = RunStore.Begin(root, "e", "v", 1);
        run.Write("half.txt", stream => stream.Write("half"u8));
        using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.InOut);
        pipe.Connect();
        pipe.WriteByte(1);

        // Ends only when the parent kills this process or goes away.
        _ = pipe.ReadByte();
        Environment.Exit(1);
    }
}
