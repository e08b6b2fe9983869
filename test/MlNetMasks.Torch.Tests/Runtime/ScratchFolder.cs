namespace MlNetMasks.Torch.Tests.Runtime;

/// <summary>A new folder that goes away with its test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetmasks-test-");

    public string Root => _folder.FullName;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a file, making its folder.</summary>
    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
