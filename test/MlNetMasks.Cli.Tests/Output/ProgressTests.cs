using MlNetMasks.Cli.Output;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Torch;
using Spectre.Console;

namespace MlNetMasks.Cli.Tests.Output;

[TestClass]
public sealed class ProgressTests
{
    [TestMethod]
    public void Plain_ManySteps_WritesTheFirstTheLastAndOneEachInterval()
    {
        var clock = new ManualClock();
        using var error = new StringWriter { NewLine = "\n" };
        using (var progress = new PlainProgress(error, clock))
        {
            for (var step = 1; step <= 300; step++)
            {
                clock.Now += TimeSpan.FromSeconds(0.1);
                progress.Show(At("pretrain", 1, step, 300, clock.Now));
            }

            progress.Show(RunLines.Of(new RunProgress("[800x4]", 3, "evaluate", 5, 4, null)));
            progress.Show(RunLines.Of(new RunProgress("[800x4]", 3, "evaluate", 5, 4, null)));
        }

        Assert.AreEqual(
            """
            [[800x4], seed 3, stage 1/4] pretrain 1/300, loss 0.5000, accuracy 75.0 %
            [[800x4], seed 3, stage 1/4] pretrain 51/300, 10 steps/s, loss 0.5000, accuracy 75.0 %, 25 s left
            [[800x4], seed 3, stage 1/4] pretrain 101/300, 10 steps/s, loss 0.5000, accuracy 75.0 %, 20 s left
            [[800x4], seed 3, stage 1/4] pretrain 151/300, 10 steps/s, loss 0.5000, accuracy 75.0 %, 15 s left
            [[800x4], seed 3, stage 1/4] pretrain 201/300, 10 steps/s, loss 0.5000, accuracy 75.0 %, 10 s left
            [[800x4], seed 3, stage 1/4] pretrain 251/300, 10 steps/s, loss 0.5000, accuracy 75.0 %, 5 s left
            [[800x4], seed 3, stage 1/4] pretrain 300/300, 10 steps/s, loss 0.5000, accuracy 75.0 %
            [[800x4], seed 3] evaluate

            """,
            error.ToString());
    }

    [TestMethod]
    public void Plain_AccuracyNotMeasuredYet_IsLeftOut()
    {
        using var error = new StringWriter();
        using var progress = new PlainProgress(error, new ManualClock());

        progress.Show(RunLines.Of(new RunProgress("v", 1, "add", 2, 3, new TrainingProgress("add", 1, 9, 2.25, double.NaN, TimeSpan.FromSeconds(1)))));

        Assert.AreEqual("[v, seed 1, stage 2/3] add 1/9, loss 2.2500", error.ToString().Trim());
    }

    [TestMethod]
    public void Create_WriterThatIsNoTerminal_GivesPlainLines()
    {
        using var error = new StringWriter();
        using var progress = ProgressDisplay.Create(error, "title");

        Assert.IsInstanceOfType<PlainProgress>(progress);
    }

    [TestMethod]
    public void Live_ARun_ShowsABarPerStageWithNamesAsTheyAre()
    {
        using var screen = new StringWriter();
        using (var progress = new LiveProgress(Terminal(screen), "[/] seed 3"))
        {
            foreach (var (stage, number) in new[] { ("pretrain", 1), ("[bold]", 2), ("[/]", 3) })
            {
                for (var step = 1; step <= 400; step++)
                {
                    progress.Show(At(stage, number, step, 400, TimeSpan.FromSeconds(step)));
                }
            }

            progress.Show(RunLines.Of(new RunProgress("[800x4]", 3, "evaluate", 5, 4, null)));
            progress.Finish();
        }

        foreach (var text in new[] { "[/] seed 3", "pretrain 400/400, 1 steps/s, loss 0.5000, accuracy 75.0 %", "[bold] 400/400", "[/] 400/400", "evaluate" })
        {
            Assert.Contains(text, screen.ToString());
        }

        // The screen at last: every bar is full, and the cursor is back.
        var last = screen.ToString();
        Assert.AreEqual(4, System.Text.RegularExpressions.Regex.Count(last[last.LastIndexOf("pretrain", StringComparison.Ordinal)..], "100%") + 1);
        Assert.EndsWith("\e[?25h", last.TrimEnd());
    }

    [TestMethod]
    [Timeout(30_000)]
    public void Live_DisposedBeforeTheFirstReport_Ends()
    {
        using var screen = new StringWriter();
        new LiveProgress(Terminal(screen), "[/] seed 3").Dispose();
    }

    [TestMethod]
    [Timeout(30_000)]
    public void Live_RunThatFailsInTheMiddle_EndsAndGivesTheFaultOn()
    {
        using var screen = new StringWriter();
        Assert.ThrowsExactly<InvalidDataException>(() =>
        {
            using var progress = new LiveProgress(Terminal(screen), "[/] seed 3");
            progress.Show(At("pretrain", 1, 3, 400, TimeSpan.FromSeconds(1)));
            throw new InvalidDataException("the run's own fault");
        });
    }

    [TestMethod]
    [Timeout(30_000)]
    public void Live_TerminalThatIsGone_NeitherHangsNorFails()
    {
        using var screen = new BrokenWriter();
        using var progress = new LiveProgress(Terminal(screen), "[/] seed 3");

        progress.Show(At("pretrain", 1, 400, 400, TimeSpan.FromSeconds(1)));
    }

    private static ProgressLine At(string stage, int number, int step, int count, TimeSpan elapsed)
        => RunLines.Of(new RunProgress("[800x4]", 3, stage, number, 4, new TrainingProgress(stage, step, count, 0.5, 0.75, elapsed)));

    private static IAnsiConsole Terminal(TextWriter screen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = 120;
        return console;
    }

    private sealed class ManualClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new IOException("The terminal is gone.");

        public override void Write(char value) => throw new IOException("The terminal is gone.");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("The terminal is gone.");
    }
}
