using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;

namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>A cache that goes away with the test, a file of some 200 kB that belongs into it, and a downloader that never really waits.</summary>
internal sealed class DownloadBench : IDisposable, IProgress<DownloadProgress>
{
    public const string Set = "tiny";
    public const string Path = "some/file.bin";

    private readonly HttpMessageHandler _handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };

    public DownloadBench()
    {
        Content = new byte[200_003];
        new Random(17).NextBytes(Content);
        Cache = new DataCache(System.IO.Path.Combine(Folder, "cache"));
        Downloader = NewDownloader();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mlnetmasks-data-").FullName;

    public byte[] Content { get; }

    public DataFile File => new() { Path = Path, Size = Content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content)) };

    public DataCache Cache { get; }

    public string Target => Cache.PathOf(Set, Path);

    public DownloadClock Clock { get; } = new();

    public Downloader Downloader { get; }

    public ConcurrentQueue<DownloadProgress> Reports { get; } = [];

    /// <summary>Called at each report.</summary>
    public Action<DownloadProgress> OnReport { get; set; } = _ => { };

    /// <summary>Files of the cache but for locks and receipts.</summary>
    public string[] CacheFiles => !Directory.Exists(Cache.Folder) ? [] : [.. Directory.EnumerateFiles(Cache.Folder, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Cache.Folder, file).Replace('\\', '/')).Where(file => !file.StartsWith('.')).Order(StringComparer.Ordinal)];

    public byte[] Cached => System.IO.File.ReadAllBytes(Target);

    public byte[] Part => System.IO.File.ReadAllBytes(Target + ".part");

    public Downloader NewDownloader(Func<DownloadOptions, DownloadOptions>? change = null)
    {
        var options = new DownloadOptions { StallTimeout = DownloadClock.StallTimeout, Clock = Clock };
        return new Downloader(change?.Invoke(options) ?? options, _handler);
    }

    public DataManifest Manifest(params Uri[] sources) => new()
    {
        Name = Set,
        Title = "Tiny",
        Homepage = new Uri("https://example.org/"),
        Citation = "Nobody",
        Licence = "CC0-1.0",
        Sources = sources,
        Files = [File],
    };

    public Task<IReadOnlyList<DataFileStatus>> FetchAsync(params LocalServer[] servers) => FetchAsync(default, servers);

    public Task<IReadOnlyList<DataFileStatus>> FetchAsync(CancellationToken cancellation, params LocalServer[] servers)
        => Downloader.FetchAsync(Manifest([.. servers.Select(server => server.Address)]), Cache, progress: this, cancellation: cancellation)
            // A fault that hangs must not hang the whole run.
            .WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);

    /// <summary>Requires that the fetch fails with a message that has these parts, and that the cache then holds nothing.</summary>
    public async Task RefusedAsync(LocalServer server, params string[] parts)
    {
        var fault = await Assert.ThrowsExactlyAsync<DownloadException>(() => FetchAsync(server));
        foreach (var part in (string[])[.. parts, $"{Set}/{Path}", server.Address.AbsoluteUri, "--from FOLDER"])
        {
            Assert.Contains(part, fault.Message);
        }

        Assert.IsEmpty(CacheFiles);
        Assert.IsNull(Cache.Find(Set, Path));
    }

    /// <summary>Requires the official file in the cache and nothing beside it.</summary>
    public void RequireWhole()
    {
        CollectionAssert.AreEqual(Content, Cached);
        CollectionAssert.AreEqual(new[] { $"{Set}/{Path}" }, CacheFiles);
    }

    public void Report(DownloadProgress value)
    {
        Reports.Enqueue(value);
        OnReport(value);
    }

    public void Dispose()
    {
        Downloader.Dispose();
        _handler.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
