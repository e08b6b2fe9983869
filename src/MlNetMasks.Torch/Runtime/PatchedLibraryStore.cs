using System.Security.Cryptography;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// Keeps the patched copy of a library in a folder only its user can write to: one folder per content, complete or absent, checked byte by byte
/// before every use.
/// </summary>
internal sealed class PatchedLibraryStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;

    /// <summary>A store below a root folder, which is made when missing.</summary>
    public PatchedLibraryStore(string root) => _root = root;

    /// <summary>Where the user's caches are: below <c>XDG_CACHE_HOME</c>, then below <c>~/.cache</c>.</summary>
    public static IEnumerable<string> UserRoots()
    {
        string[] caches =
        [
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? "",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        ];
        return caches.Where(Path.IsPathRooted).Select(cache => Path.Combine(cache, "mlnetmasks", "native"));
    }

    /// <summary>The path of a file with exactly these bytes, written when missing or different.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to someone else.</exception>
    public string Provide(string fileName, ReadOnlySpan<byte> content)
    {
        var folder = Path.Combine(_root, Convert.ToHexStringLower(SHA256.HashData(content))[..32]);
        CreatePrivate(folder);
        var path = Path.Combine(folder, fileName);
        if (!Holds(path, content))
        {
            Write(path, content);
            if (!Holds(path, content))
            {
                throw new IOException($"{path} does not hold what was written to it.");
            }
        }

        return path;
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        if (File.GetUnixFileMode(folder) != OwnerOnly)
        {
            // Only the owner may change the mode: a folder that someone else planted is refused here.
            File.SetUnixFileMode(folder, OwnerOnly);
        }
    }

    private static bool Holds(string path, ReadOnlySpan<byte> content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.LinkTarget is null && file.Length == content.Length && content.SequenceEqual(File.ReadAllBytes(path));
    }

    // Readers see the old file or the new one: several processes may do this at once, and a process that has the old one loaded keeps it.
    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(temporary, NewFile()))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
