using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace MlNetMasks.Cli.Tests.Processes;

/// <summary>The built program as a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errorSoFar = new();

    private ChildProcess(Process process) => _process = process;

    public static string ProgramPath => Path.Combine(AppContext.BaseDirectory, "MlNetMasks.Cli" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    public static ChildProcess Start(params string[] args) => StartProgram(ProgramPath, args);

    public static ChildProcess StartProgram(string program, params string[] args)
        => new(Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!);

    /// <summary>Reads standard error until a line holds the text.</summary>
    public void WaitFor(string text)
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            _errorSoFar.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The program ended without '{text}':\n{_errorSoFar}");
    }

    public void Send(PosixSignal signal)
    {
        var number = signal == PosixSignal.SIGINT ? 2 : 15;
        Assert.AreEqual(0, Kill(_process.Id, number));
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Whether the process ends by itself within a time.</summary>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    public CommandResult End()
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        var error = _errorSoFar.Append(_process.StandardError.ReadToEnd()).ToString();
        _process.WaitForExit();
        return new CommandResult(_process.ExitCode, output.GetAwaiter().GetResult(), error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
