using System.Security;

namespace MlNetMasks.Samples.Tests;

/// <summary>
/// A console project outside the repository, without central package management, with warnings as errors. It asks our feed and the sources
/// configured on this machine.
/// </summary>
internal sealed class ScratchProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScratchProject(PackageFeed feed, string program, bool hasRuntimeIdentifier, params (string Id, string Version)[] packages)
    {
        Write("Program.cs", program);
        Write("NuGet.Config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="house" value="{SecurityElement.Escape(feed.Path)}" />
              </packageSources>
            </configuration>
            """);
        var references = packages.Select(package => $"""<PackageReference Include="{package.Id}" Version="{package.Version}" />""");
        Write("Scratch.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                {(hasRuntimeIdentifier ? "<RuntimeIdentifier>$(NETCoreSdkRuntimeIdentifier)</RuntimeIdentifier>" : "")}
                <SelfContained>false</SelfContained>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <RestorePackagesPath>{SecurityElement.Escape(_folder.PathOf("packages"))}</RestorePackagesPath>
                <RestoreFallbackFolders>{SecurityElement.Escape(feed.Fallback)}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                {string.Join('\n', references)}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Where the built program is.</summary>
    public string OutputFolder => PathOf("out");

    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Builds the project, which must succeed without a warning, and runs its program.</summary>
    /// <param name="arguments">Arguments of the program.</param>
    /// <returns>How the program ended.</returns>
    public async Task<ChildProcess> BuildAndRun(params string[] arguments)
    {
        await ChildProcess.DotNet(_folder.Path, "build", "-c", "Release", "-o", OutputFolder, "--disable-build-servers");
        return await ChildProcess.Run("dotnet", _folder.Path, [Path.Combine(OutputFolder, "Scratch.dll"), .. arguments]);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);
}
