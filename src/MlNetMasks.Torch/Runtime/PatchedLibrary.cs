using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// A private folder with the patched copy of a native library beside symbolic links to the files it needs (its RUNPATH is $ORIGIN). One
/// folder per user, library content and package folder; it is made whole under another name and then renamed.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class PatchedLibrary
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Gives the path of the patched copy, making the folder where it is missing or not as it should be.</summary>
    /// <param name="packaged">The library as packaged.</param>
    /// <param name="patched">The bytes of the copy.</param>
    /// <exception cref="IOException">No folder could be written.</exception>
    public static string Place(string packaged, byte[] patched)
    {
        var source = Path.GetDirectoryName(packaged)!;
        var key = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(source), 0, .. SHA256.HashData(patched)]))[..32];
        var failures = new List<string>();
        foreach (var root in Roots())
        {
            try
            {
                var folder = Path.Combine(root, key);
                var library = Path.Combine(folder, Path.GetFileName(packaged));
                if (!IsComplete(library, patched, source))
                {
                    Make(root, folder, packaged, patched);
                }

                return library;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failures.Add($"{root}: {e.Message}");
            }
        }

        throw new IOException($"no folder for the patched copy of '{packaged}' could be written ({string.Join("; ", failures)}); set XDG_CACHE_HOME to a folder that you may write");
    }

    private static IEnumerable<string> Roots()
    {
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (!string.IsNullOrEmpty(caches) && Path.IsPathRooted(caches))
        {
            yield return Path.Combine(caches, "mlnetmasks", "native");
        }

        if (home.Length > 0)
        {
            yield return Path.Combine(home, ".cache", "mlnetmasks", "native");
        }

        // Unlike the others, a shared temporary folder may hold what somebody else put there: a new folder for this process alone.
        yield return Directory.CreateTempSubdirectory("mlnetmasks-native-").FullName;
    }

    private static bool IsComplete(string library, byte[] patched, string source)
    {
        return File.Exists(library)
            && File.ReadAllBytes(library).AsSpan().SequenceEqual(patched)
            && Needed(source, Path.GetFileName(library)).All(file => new FileInfo(Path.Combine(Path.GetDirectoryName(library)!, Path.GetFileName(file))).LinkTarget == file);
    }

    private static void Make(string root, string folder, string packaged, byte[] patched)
    {
        Directory.CreateDirectory(root, OwnerOnly);
        var staging = Path.Combine(root, $".{Path.GetRandomFileName()}");
        Directory.CreateDirectory(staging, OwnerOnly);
        try
        {
            var library = Path.Combine(staging, Path.GetFileName(packaged));
            File.WriteAllBytes(library, patched);
            File.SetUnixFileMode(library, OwnerOnly);
            foreach (var file in Needed(Path.GetDirectoryName(packaged)!, Path.GetFileName(packaged)))
            {
                File.CreateSymbolicLink(Path.Combine(staging, Path.GetFileName(file)), file);
            }

            MoveIntoPlace(staging, folder, patched, packaged);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private static void MoveIntoPlace(string staging, string folder, byte[] patched, string packaged)
    {
        if (Directory.Exists(folder))
        {
            Directory.Move(folder, staging + ".old");
            Directory.Delete(staging + ".old", recursive: true);
        }

        try
        {
            Directory.Move(staging, folder);
        }
        catch (IOException) when (IsComplete(Path.Combine(folder, Path.GetFileName(packaged)), patched, Path.GetDirectoryName(packaged)!))
        {
            // Another process was first with the same content.
            Directory.Delete(staging, recursive: true);
        }
    }

    private static IEnumerable<string> Needed(string source, string library)
        => Directory.EnumerateFiles(source, "*.so*").Where(file => Path.GetFileName(file) != library);
}
