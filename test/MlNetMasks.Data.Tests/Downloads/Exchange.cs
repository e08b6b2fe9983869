using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>One request to a <see cref="LocalServer"/>, and its answer as bytes on the wire.</summary>
internal sealed record Exchange(string Path, IReadOnlyDictionary<string, string> Headers, NetworkStream Stream)
{
    /// <summary>First byte that is asked for; 0 without a range.</summary>
    public int Start => Headers.TryGetValue("range", out var range) ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;

    public async Task HeadAsync(string status, params string[] headers)
        => await Stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [$"HTTP/1.1 {status}", "Connection: close", .. headers, "", ""])));

    public async Task BodyAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Waits until the other side has gone.</summary>
    public async Task HoldAsync()
    {
        try
        {
            while (await Stream.ReadAsync(new byte[256]) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }
}
