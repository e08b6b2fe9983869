using System.Diagnostics;

namespace MlNetMasks.Samples.Tests;

/// <summary>A program that was run to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ChildProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Runs <c>dotnet</c> and fails the test when it does not end with 0.</summary>
    /// <param name="folder">Current folder.</param>
    /// <param name="arguments">Arguments.</param>
    /// <returns>Standard output.</returns>
    public static async Task<string> DotNet(string folder, params string[] arguments)
    {
        var child = await Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments);
        Assert.AreEqual(0, child.ExitCode, $"dotnet {string.Join(' ', arguments)}\n{child.Output}\n{child.Error}");
        return child.Output;
    }

    /// <summary>Runs a program.</summary>
    /// <param name="file">The program.</param>
    /// <param name="folder">Current folder.</param>
    /// <param name="arguments">Arguments.</param>
    /// <returns>How it ended and what it wrote.</returns>
    public static async Task<ChildProcess> Run(string file, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A build inside a test run must not take the outer build for its own, nor leave servers behind.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ChildProcess(process.ExitCode, await output, await error);
    }
}
