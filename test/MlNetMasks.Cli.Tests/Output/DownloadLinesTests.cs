using MlNetMasks.Cli.Output;
using MlNetMasks.Data;

namespace MlNetMasks.Cli.Tests.Output;

[TestClass]
public sealed class DownloadLinesTests
{
    private static readonly DataFile s_file = new() { Path = "a.gz", Size = 300 << 20, Sha256 = new string('0', 64) };

    [TestMethod]
    public void Report_ADownloadWithAFault_ShowsRateRestAndReason()
    {
        var clock = new ManualClock();
        using var error = new StringWriter { NewLine = "\n" };
        using var display = new PlainProgress(error, clock);
        var lines = new DownloadLines(display, clock);

        for (var second = 0; second <= 10; second++)
        {
            lines.Report(new("set", s_file, DownloadActivity.Receiving, (100 + (10L * second)) << 20));
            clock.Now += TimeSpan.FromSeconds(1);
        }

        lines.Report(new("set", s_file, DownloadActivity.Retrying, 200 << 20, "http://x/ ended"));
        lines.Report(new("set", s_file, DownloadActivity.Fetched, 300 << 20));

        Assert.AreEqual(
            """
            [set] a.gz: 100.0 MiB of 300.0 MiB
            [set] a.gz: 150.0 MiB of 300.0 MiB, 10.0 MiB/s, 15 s left
            [set] a.gz: 200.0 MiB of 300.0 MiB, 10.0 MiB/s, 10 s left
            [set] a.gz: failed: http://x/ ended
            [set] a.gz: fetched, 300.0 MiB

            """,
            error.ToString());
    }

    [TestMethod]
    [DataRow(0, "0 bytes")]
    [DataRow(1023, "1023 bytes")]
    [DataRow(1024, "1.0 KiB")]
    [DataRow((1 << 20) - 1, "1.0 MiB")]
    [DataRow(2_333_082_954, "2.2 GiB")]
    [DataRow(long.MaxValue, "8388608.0 TiB")]
    public void Bytes_AnyNumber_AreShort(long count, string text) => Assert.AreEqual(text, ByteCounts.Text(count));

    private sealed class ManualClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
