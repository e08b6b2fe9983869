using System.Globalization;

namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>What a server may do.</summary>
internal static class Answers
{
    /// <summary>The file, or the range of it that is asked for.</summary>
    public static Func<Exchange, Task> File(byte[] content, string? tag = null) => exchange => Begin(exchange, content, content.Length, tag);

    /// <summary>As <see cref="File"/>, but the connection closes before the byte of that number.</summary>
    public static Func<Exchange, Task> Cut(byte[] content, int end, string? tag = null) => exchange => Begin(exchange, content, end, tag);

    /// <summary>As <see cref="File"/>, but something happens before the byte of that number, and no more comes.</summary>
    public static Func<Exchange, Task> Stall(byte[] content, int end, Action action) => async exchange =>
    {
        await Begin(exchange, content, end, null);
        action();
        await exchange.HoldAsync();
    };

    /// <summary>The whole file, whatever range is asked for.</summary>
    public static Func<Exchange, Task> WithoutRanges(byte[] content, int? end = null) => async exchange =>
    {
        await exchange.HeadAsync("200 OK", $"Content-Length: {content.Length}");
        await exchange.BodyAsync(content.AsMemory(0, end ?? content.Length));
    };

    /// <summary>Bytes without any word on how many.</summary>
    public static Func<Exchange, Task> Unannounced(byte[] content) => async exchange =>
    {
        await exchange.HeadAsync("200 OK");
        await exchange.BodyAsync(content);
    };

    public static Func<Exchange, Task> Status(string status, params string[] headers) => exchange => exchange.HeadAsync(status, ["Content-Length: 0", .. headers]);

    public static Func<Exchange, Task> Redirect(string target, string status = "302 Found") => Status(status, $"Location: {target}");

    private static async Task Begin(Exchange exchange, byte[] content, int end, string? tag)
    {
        string[] tags = tag is null ? [] : [$"ETag: \"{tag}\""];
        var start = exchange.Headers.TryGetValue("if-range", out var condition) && condition != $"\"{tag}\"" ? 0 : exchange.Start;
        var length = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {content.Length - start}");
        await (start == 0
            ? exchange.HeadAsync("200 OK", [length, .. tags])
            : exchange.HeadAsync("206 Partial Content", [length, $"Content-Range: bytes {start}-{content.Length - 1}/{content.Length}", .. tags]));
        await exchange.BodyAsync(content.AsMemory(start, Math.Max(0, end - start)));
    }
}
