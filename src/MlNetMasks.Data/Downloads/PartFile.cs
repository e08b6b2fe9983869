using System.Security.Cryptography;

namespace MlNetMasks.Data;

/// <summary>A file while it is being fetched: it lies beside its target under another name, is hashed as it grows, and takes the target's place when it is whole and right.</summary>
internal sealed class PartFile : IDisposable
{
    /// <summary>What the name of an unfinished file has behind the target's.</summary>
    public const string Ending = ".part";

    private const int BufferSize = 1 << 17;

    private readonly DataFile _file;
    private readonly string _target;
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartFile(string target, DataFile file)
    {
        (_file, _target, _path) = (file, target, target + Ending);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true);
    }

    /// <summary>Bytes that are there and hashed.</summary>
    public long Length { get; private set; }

    public bool IsFull => Length == _file.Size;

    /// <summary>Opens the unfinished file and takes over what an interrupted fetch left, unless it is too long.</summary>
    /// <exception cref="DownloadException">The file cannot be written.</exception>
    public static async Task<PartFile> OpenAsync(string target, DataFile file, Action<long> onBlock, CancellationToken cancellation)
    {
        PartFile part;
        try
        {
            part = new PartFile(target, file);
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            throw DownloadException.Unwritable(target, exception);
        }

        try
        {
            await part.ReadEarlierAsync(onBlock, cancellation).ConfigureAwait(false);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="SourceFault">The file would grow past the manifest's size; it is thrown away.</exception>
    /// <exception cref="DownloadException">The disk is full or fails.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (Length + bytes.Length > _file.Size)
        {
            // Whoever sends too much has sent another file.
            Restart();
            throw new SourceFault($"sends more than the {_file.Size} bytes of the manifest", isLasting: true);
        }

        try
        {
            await _stream.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            throw DownloadException.Unwritable(_path, exception);
        }

        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Throws away what is there.</summary>
    public void Restart()
    {
        try
        {
            if (_stream.Length > 0)
            {
                _stream.SetLength(0);
            }
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            throw DownloadException.Unwritable(_path, exception);
        }

        _stream.Position = Length = 0;
        _ = _hash.GetHashAndReset();
    }

    /// <summary>SHA-256 of what is there, in lower-case hexadecimal digits.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Gives the finished file the target's name; what is there of that name is replaced.</summary>
    public void Complete()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_path, _target, overwrite: true);
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            throw DownloadException.Unwritable(_target, exception);
        }
    }

    /// <summary>Closes the file; an unfinished one that holds something stays for the next time.</summary>
    public void Dispose()
    {
        bool isEmpty = _stream.CanRead && _stream.Length == 0;
        _hash.Dispose();
        _stream.Dispose();
        if (isEmpty)
        {
            File.Delete(_path);
        }
    }

    private async Task ReadEarlierAsync(Action<long> onBlock, CancellationToken cancellation)
    {
        long earlier = _stream.Length;
        if (earlier > _file.Size)
        {
            Restart();
            return;
        }

        byte[] buffer = new byte[BufferSize];
        int read;
        while (Length < earlier && (read = await _stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            _hash.AppendData(buffer, 0, read);
            onBlock(Length += read);
        }
    }
}
