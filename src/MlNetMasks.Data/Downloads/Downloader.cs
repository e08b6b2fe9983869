using System.Net;

namespace MlNetMasks.Data;

/// <summary>Brings the official files of a data set into a <see cref="DataCache"/>: from the sources of its manifest, or from a folder of the user's.</summary>
/// <remarks>
/// A file appears in the cache only when its size and SHA-256 are the manifest's. What an interrupted download left is continued the next time.
/// Sources are tried in turn; a fault that may pass (no connection, a stall, a short answer, 408, 429, 5xx) is tried again, another one rules the source out.
/// Processes that want the same file wait for each other.
/// </remarks>
public sealed class Downloader : IDisposable
{
    private const long Gain = 1 << 20;
    private const int MaximumDoublings = 5;

    private static readonly TimeSpan MaximumRetryAfter = TimeSpan.FromMinutes(1);

    private readonly DownloadOptions _options;
    private readonly HttpClient _client;

    /// <summary>Makes a downloader.</summary>
    /// <param name="options">Times and limits; default as <see cref="DownloadOptions"/> says.</param>
    /// <param name="handler">Sends the requests and stays the caller's; it must neither follow redirects nor unpack answers. Default one that uses the system's proxy.</param>
    public Downloader(DownloadOptions? options = null, HttpMessageHandler? handler = null)
    {
        _options = options ?? new();
        _client = new HttpClient(
            handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false }, disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("MlNetMasks");
    }

    /// <summary>Fetches those files of a data set that are not in the cache yet; a damaged file is deleted and fetched anew.</summary>
    /// <param name="manifest">The data set.</param>
    /// <param name="cache">Where the files go.</param>
    /// <param name="folder">Folder to take the files from instead of the sources, by their paths or by their names alone; default the sources.</param>
    /// <param name="progress">Told after each block of bytes and when a source fails; default nobody.</param>
    /// <param name="cancellation">Stops the work; what was received stays and is continued the next time.</param>
    /// <returns>The state of each file, all verified.</returns>
    /// <exception cref="DownloadException">No source gave a right file, or the cache cannot be written.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks files; those that it has are in the cache.</exception>
    /// <exception cref="InvalidDataException">A file of the folder is not the official one.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public async Task<IReadOnlyList<DataFileStatus>> FetchAsync(
        DataManifest manifest, DataCache cache, string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(cache);
        UserFolder? user = folder is null ? null : new UserFolder(folder);
        List<DataFileStatus> states = [];
        foreach (DataFile file in manifest.Files)
        {
            states.Add(await FetchAsync(manifest, file, cache, user, progress, cancellation).ConfigureAwait(false));
        }

        string[] missing = [.. states.Where(state => state.State == DataFileState.Missing).Select(state => state.File.Path)];
        return missing.Length == 0
            ? states
            : throw new FileNotFoundException($"{manifest.Name}: the folder '{folder}' lacks {string.Join(", ", missing)}. Put the official files there, or leave --from out to download them.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<DataFileStatus> FetchAsync(
        DataManifest manifest, DataFile file, DataCache cache, UserFolder? folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using CacheLock held = await CacheLock.TakeAsync(cache.LockOf(manifest.Name, file), _options.Clock, () => Report(DownloadActivity.Waiting, 0), cancellation).ConfigureAwait(false);
        DataFileStatus status = cache.Inspect(manifest, file);
        if (status.State == DataFileState.Unverified)
        {
            status = await cache.VerifyAsync(manifest, file, progress, cancellation).ConfigureAwait(false);
        }

        if (status.State == DataFileState.Verified)
        {
            Report(DownloadActivity.Present, file.Size);
            return status;
        }

        RemoveDamaged(status);
        using PartFile part = await PartFile.OpenAsync(status.Path, file, count => Report(DownloadActivity.Checking, count), cancellation).ConfigureAwait(false);
        if (folder is null)
        {
            await ReceiveAsync(manifest, file, part, Report, cancellation).ConfigureAwait(false);
        }
        else if (!await folder.CopyAsync(manifest.Name, file, part, count => Report(DownloadActivity.Receiving, count), cancellation).ConfigureAwait(false))
        {
            return status with { State = DataFileState.Missing };
        }

        part.Complete();
        CacheReceipt.Write(cache.ReceiptOf(manifest.Name, file), status.Path, file);
        Report(DownloadActivity.Fetched, file.Size);
        return status with { State = DataFileState.Verified, Detail = "" };

        void Report(DownloadActivity activity, long count, string note = "") => progress?.Report(new(manifest.Name, file, activity, count, note));
    }

    /// <summary>Also when no replacement can be had, a reader must not take a wrong file for the official one.</summary>
    private static void RemoveDamaged(DataFileStatus status)
    {
        if (status.State == DataFileState.Damaged)
        {
            try
            {
                File.Delete(status.Path);
            }
            catch (Exception exception) when (DownloadException.IsDiskFault(exception))
            {
                throw DownloadException.Unwritable(status.Path, exception);
            }
        }
    }

    private async Task ReceiveAsync(DataManifest manifest, DataFile file, PartFile part, Action<DownloadActivity, long, string> report, CancellationToken cancellation)
    {
        if (part.IsFull)
        {
            if (part.Hash() == file.Sha256)
            {
                return;
            }

            part.Restart();
        }

        List<HttpTransfer> transfers = [.. manifest.Sources.Select(source => new HttpTransfer(_client, new Uri(source, file.Path), file, _options))];
        Dictionary<Uri, string> faults = [];
        long most = part.Length;
        for (int round = 0; round < _options.RoundCount && transfers.Count > 0; round++)
        {
            TimeSpan wait = _options.RetryDelay * (1 << Math.Min(round, MaximumDoublings));
            foreach (HttpTransfer transfer in transfers.ToArray())
            {
                try
                {
                    await ReceiveAsync(transfer, file, part, count => report(DownloadActivity.Receiving, count, ""), cancellation).ConfigureAwait(false);
                    return;
                }
                catch (SourceFault fault)
                {
                    faults[transfer.Address] = fault.Message;
                    report(DownloadActivity.Retrying, part.Length, $"{transfer.Address}: {fault.Message}");
                    if (fault.IsLasting)
                    {
                        transfers.Remove(transfer);
                    }

                    wait = fault.RetryAfter > wait ? TimeSpan.FromTicks(Math.Min(fault.RetryAfter.Ticks, MaximumRetryAfter.Ticks)) : wait;
                }
            }

            if (part.Length >= most + Gain)
            {
                (most, round) = (part.Length, -1);
            }

            if (transfers.Count > 0 && round + 1 < _options.RoundCount)
            {
                await Task.Delay(wait, _options.Clock, cancellation).ConfigureAwait(false);
            }
        }

        throw new DownloadException(
            $"Cannot fetch {manifest.Name}/{file.Path}: {string.Join("; ", manifest.Sources.Select(source => new Uri(source, file.Path)).Distinct().Select(address => $"{address}: {faults[address]}"))}. "
            + $"Check the network and try again, or get the file by other means and give its folder: mlnetmasks data fetch {manifest.Name} --from FOLDER");
    }

    /// <summary>Fills the unfinished file from one source and compares its SHA-256.</summary>
    private static async Task ReceiveAsync(HttpTransfer transfer, DataFile file, PartFile part, Action<long> onBlock, CancellationToken cancellation)
    {
        bool isContinued = part.Length > 0;
        await transfer.ReceiveAsync(part, onBlock, cancellation).ConfigureAwait(false);
        if (part.Hash() is var found && found != file.Sha256)
        {
            part.Restart();
            throw new SourceFault(
                $"gave bytes with the sha256 {found}, expected {file.Sha256}{(isContinued ? "; part of them came earlier, so it begins anew" : "")}", isLasting: !isContinued);
        }
    }
}
