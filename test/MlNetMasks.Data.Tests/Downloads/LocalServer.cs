using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>An HTTP server on this machine that answers as a test tells it, also wrongly: each request by the next answer, the last one for all that follow.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Exchange, Task>[] _answers;
    private readonly Task _serving;

    public LocalServer(params Func<Exchange, Task>[] answers)
    {
        _answers = answers;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public ConcurrentQueue<Exchange> Requests { get; } = [];

    /// <summary>The range of each request, null where there was none.</summary>
    public string?[] Ranges => [.. Requests.Select(request => request.Headers.GetValueOrDefault("range"))];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var stream = client.GetStream();
                var lines = await HeadAsync(stream);
                var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0].ToLowerInvariant(), parts => parts[1]);
                var exchange = new Exchange(lines[0].Split(' ')[1], headers, stream);
                Requests.Enqueue(exchange);
                await _answers[Math.Min(Requests.Count, _answers.Length) - 1](exchange);
            }
            catch (IOException)
            {
                // The other side went away in the middle, as some tests want it to.
            }
        }
    }

    private static async Task<string[]> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(next);
            head.Append((char)next[0]);
        }

        return head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
