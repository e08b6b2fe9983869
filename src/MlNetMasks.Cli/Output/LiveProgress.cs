using Spectre.Console;

namespace MlNetMasks.Cli.Output;

/// <summary>Progress as bars on a terminal, one per stage, drawn until the display is disposed.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    /// <summary>A bar that changes at each of thousands of steps would cost more than it shows.</summary>
    private const int Granularity = 200;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private ProgressContext? _context;
    private ProgressTask? _task;
    private string _phase = "";
    private double _shown;

    public LiveProgress(IAnsiConsole console, string title)
    {
        _drawing = console.Progress()
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                console.WriteLine(title);
                _context = context;
                return _ended.Task;
            });
    }

    /// <summary>Starts the display on a terminal.</summary>
    public static LiveProgress Start(TextWriter terminal, string title)
        => new(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(terminal) }), title);

    /// <summary>Shows the progress; does nothing where drawing could not begin.</summary>
    public override void Show(ProgressLine line)
    {
        if (line.Phase != _phase)
        {
            Finish();
            (_phase, _shown) = (line.Phase, 0);
            _task = _context?.AddTask(Markup.Escape(line.Text), maxValue: line.Maximum > 0 ? line.Maximum : 1);
        }

        if (_task is not null && line.Maximum > 0 && (line.IsDue || Math.Abs(line.Value - _shown) >= line.Maximum / Granularity))
        {
            _task.Value = _shown = line.Value;
            _task.Description = Markup.Escape(line.Text);
        }
    }

    public override void Finish()
    {
        if (_task is not null)
        {
            _task.Value = _task.MaxValue;
            _task.StopTask();
            _task = null;
        }
    }

    public override void Dispose()
    {
        _task?.StopTask();
        _ended.TrySetResult();
        // A terminal that went away must not turn a finished run into a failed one, nor hide the fault that ended it.
        _ = Task.WhenAny(_drawing).GetAwaiter().GetResult().Exception;
    }
}
