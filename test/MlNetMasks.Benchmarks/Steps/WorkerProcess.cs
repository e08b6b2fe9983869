using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The parent's side of a worker: asks for steps and collects the answers.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const double TurnMilliseconds = 400;
    private readonly Process _process;
    private readonly List<double> _times = [];
    private int _stepsPerTurn = 1;

    public WorkerProcess(StepNet net, string kind)
    {
        Kind = kind;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        }

        foreach (var argument in new[] { StepWorker.Verb, net.Name, kind })
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in StepKinds.EnvironmentOf(kind))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"The worker for {net.Name} {kind} did not start.");
    }

    public string Kind { get; }

    public StepAnswer Last { get; private set; } = new([], 0, 0, 0);

    public double MedianMilliseconds => _times.Count == 0 ? double.NaN : _times.Order().ElementAt(_times.Count / 2);

    /// <summary>Does steps that do not count, until the compiler has optimised what they run, and learns how many fit a turn.</summary>
    public void WarmUp()
    {
        const double enough = 2500;
        const double most = 20_000;
        const int fewestSteps = 40; // a method is optimised after its thirtieth call
        var (spent, done) = (0.0, 0);
        for (var turn = 0; turn < 20 && (spent < enough || (done < fewestSteps && spent < most)); turn++)
        {
            Ask(_stepsPerTurn);
            done += _stepsPerTurn;
            spent += Last.Milliseconds.Sum();
            _stepsPerTurn = (int)Math.Clamp(TurnMilliseconds / Last.Milliseconds.Min(), 1, 200);
        }
    }

    /// <summary>One turn of steps that count.</summary>
    public void Turn()
    {
        Ask(_stepsPerTurn);
        _times.AddRange(Last.Milliseconds);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Ask(int steps)
    {
        _process.StandardInput.WriteLine(steps.ToString(CultureInfo.InvariantCulture));
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The worker for {Kind} ended; its message stands above.");
        Last = JsonSerializer.Deserialize<StepAnswer>(line)!;
    }
}
