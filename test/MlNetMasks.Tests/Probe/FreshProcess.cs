using System.Diagnostics;

namespace MlNetMasks.Tests.Probe;

/// <summary>Runs a test of this program once more, in a process of its own.</summary>
internal static class FreshProcess
{
    private const string Variable = "MLNETMASKS_TEST_FRESH_PROCESS";

    /// <summary>The argument when this is the fresh process, else null.</summary>
    public static string? Argument => Environment.GetEnvironmentVariable(Variable);

    public static void Run(string test, string argument)
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add(typeof(FreshProcess).Assembly.Location);
        }

        foreach (var word in new[] { "--filter", $"FullyQualifiedName~{test}", "--results-directory", Path.GetDirectoryName(argument)! })
        {
            start.ArgumentList.Add(word);
        }

        start.Environment[Variable] = argument;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);
        StringAssert.Contains(output, "total: 1");
    }
}
