using MlNetMasks.Experiments.Running;
using Spectre.Console;

namespace MlNetMasks.Cli.Output;

/// <summary>Progress as bars on a terminal, one per stage; drawn by a thread of its own until the run ends.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    private readonly ManualResetEventSlim _ended = new();
    private readonly TaskCompletionSource<ProgressContext> _context = new();
    private readonly Thread _drawing;
    private ProgressTask? _task;
    private string _phase = "";

    public LiveProgress()
    {
        _drawing = new Thread(Draw) { IsBackground = true, Name = "progress" };
        _drawing.Start();
    }

    public override void Report(RunProgress value)
    {
        if (value.Phase != _phase)
        {
            _phase = value.Phase;
            Complete();
            _task = _context.Task.Result.AddTask(Markup.Escape(Line(value)), maxValue: value.Training?.StepCount ?? 1);
        }

        if (value.Training is { } training && (training.Step % 16 == 0 || training.Step == training.StepCount))
        {
            _task!.Value = training.Step;
            _task.Description = Markup.Escape(Line(value));
        }
    }

    public override void Finish() => Complete();

    public override void Dispose()
    {
        _ended.Set();
        _drawing.Join();
        _ended.Dispose();
    }

    private void Complete()
    {
        if (_task is not null)
        {
            _task.Value = _task.MaxValue;
            _task.StopTask();
        }
    }

    private void Draw() => AnsiConsole.Progress()
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context =>
        {
            _context.SetResult(context);
            _ended.Wait();
        });
}
