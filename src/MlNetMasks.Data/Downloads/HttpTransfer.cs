using System.Net;
using System.Net.Http.Headers;

namespace MlNetMasks.Data;

/// <summary>Transfers of one file from one address: each continues behind the bytes that are there, where the server can.</summary>
/// <param name="client">Must not follow redirects itself.</param>
/// <param name="address">Address of the file.</param>
/// <param name="file">The file as the manifest describes it.</param>
/// <param name="options">Times and limits.</param>
internal sealed class HttpTransfer(HttpClient client, Uri address, DataFile file, DownloadOptions options)
{
    private const int BufferSize = 1 << 17;

    private EntityTagHeaderValue? _entityTag;
    private bool _ignoresRanges;

    public Uri Address => address;

    /// <summary>Fills the unfinished file.</summary>
    /// <exception cref="SourceFault">The server did not give all bytes; the file keeps those that can be continued from.</exception>
    /// <exception cref="DownloadException">The disk is full or fails.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public async Task ReceiveAsync(PartFile part, Action<long> onBlock, CancellationToken cancellation)
    {
        using CancellationTokenSource stall = new(options.StallTimeout, options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stall.Token);
        try
        {
            using HttpResponseMessage response = await AnswerAsync(part.Length, stall, either.Token).ConfigureAwait(false);
            Prepare(response, part);
            using Stream body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = await body.ReadAsync(buffer, either.Token).ConfigureAwait(false)) > 0)
            {
                stall.CancelAfter(options.StallTimeout);
                await part.AppendAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
                onBlock(part.Length);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceFault(FormattableString.Invariant($"sent nothing for {options.StallTimeout.TotalSeconds:0.#} seconds, {part.Length} of {file.Size} bytes are there"), isLasting: false);
        }
        catch (Exception exception) when (exception is HttpRequestException or (IOException and not DownloadException))
        {
            throw new SourceFault($"{exception.Message.TrimEnd('.')}, {part.Length} of {file.Size} bytes are there", isLasting: false);
        }

        if (!part.IsFull)
        {
            throw new SourceFault($"ended after {part.Length} of {file.Size} bytes", isLasting: false);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(long start, CancellationTokenSource stall, CancellationToken cancellation)
    {
        Uri current = address;
        for (int redirects = 0; redirects <= options.MaximumRedirects; redirects++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, current);
            // The sizes and hashes are those of the files as they are, so nothing may be packed on the way.
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (start > 0 && !_ignoresRanges)
            {
                request.Headers.Range = new RangeHeaderValue(start, null);
                request.Headers.IfRange = _entityTag is null ? null : new RangeConditionHeaderValue(_entityTag);
            }

            HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            stall.CancelAfter(options.StallTimeout);
            if (!Redirects.IsRedirect(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                current = Redirects.Target(address, current, response.Headers.Location);
            }
        }

        throw new SourceFault($"redirects more than {options.MaximumRedirects} times", isLasting: true);
    }

    /// <summary>Makes the file ready for the answer's bytes: continues it, or begins it anew.</summary>
    private void Prepare(HttpResponseMessage response, PartFile part)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                RequireSize(response.Content.Headers.ContentLength);
                part.Restart();
                _entityTag = StrongTag(response);
                break;
            case HttpStatusCode.PartialContent when part.Length > 0 && !_ignoresRanges:
                Continue(response, part);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                BeginAnew(part, "does not have the rest of the file");
                break;
            default:
                throw new SourceFault(
                    $"answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(), !IsPassing(response.StatusCode), Wait(response.Headers.RetryAfter));
        }
    }

    private void Continue(HttpResponseMessage response, PartFile part)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        RequireSize(range?.Length);
        if (range?.From != part.Length || (response.Content.Headers.ContentLength is { } count && count > file.Size - part.Length))
        {
            BeginAnew(part, $"sent another part of the file than bytes {part.Length} to {file.Size - 1}");
        }

        if (_entityTag is not null && response.Headers.ETag is { } tag && !tag.Equals(_entityTag))
        {
            _entityTag = null;
            BeginAnew(part, "changed the file during the download");
        }

        _entityTag ??= StrongTag(response);
    }

    private void BeginAnew(PartFile part, string reason)
    {
        part.Restart();
        _ignoresRanges = true;
        throw new SourceFault($"{reason}, so it begins anew", isLasting: false);
    }

    private void RequireSize(long? found)
    {
        if (found is { } size && size != file.Size)
        {
            throw new SourceFault($"offers {size} bytes, the manifest expects {file.Size}", isLasting: true);
        }
    }

    private static EntityTagHeaderValue? StrongTag(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag ? tag : null;

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private TimeSpan Wait(RetryConditionHeaderValue? wait) => wait?.Delta ?? wait?.Date - options.Clock.GetUtcNow() ?? TimeSpan.Zero;
}
