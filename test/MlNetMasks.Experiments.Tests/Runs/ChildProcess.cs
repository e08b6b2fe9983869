using System.Diagnostics;
using System.IO.Pipes;

namespace MlNetMasks.Experiments.Tests.Runs;

/// <summary>Another process that is writing the run <c>e/v/seed-1</c>, until it is killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly NamedPipeServerStream _pipe;
    private readonly Process _process;

    private ChildProcess(NamedPipeServerStream pipe, Process process)
    {
        _pipe = pipe;
        _process = process;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _pipe.Dispose();
    }

    /// <summary>Starts the child and returns once it holds the run <c>e/v/seed-1</c>.</summary>
    public static ChildProcess HoldRun(string root)
    {
        string name = $"mlnetmasks-{Environment.ProcessId}-{Path.GetFileName(root)}";
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(ChildProcess).Assembly.GetName().Name!), ["--filter", $"FullyQualifiedName~{nameof(SeedListTests)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root,
        };
        start.Environment[ChildMode.RootVariable] = root;
        start.Environment[ChildMode.PipeVariable] = name;
        Process process = Process.Start(start)!;
        pipe.WaitForConnection();
        Assert.AreEqual(1, pipe.ReadByte());
        return new ChildProcess(pipe, process);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }
}
