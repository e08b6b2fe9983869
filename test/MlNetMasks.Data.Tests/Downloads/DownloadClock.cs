using System.Collections.Concurrent;

namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>Waits are over at once; a stall timeout is over when the test says so.</summary>
internal sealed class DownloadClock : TimeProvider
{
    public static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(10);

    private readonly ConcurrentBag<Timer> _stalls = [];

    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public void EndStalls()
    {
        foreach (var timer in _stalls)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        if (dueTime == StallTimeout)
        {
            _stalls.Add(timer);
        }
        else
        {
            Waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        }

        return timer;
    }

    private sealed class Timer(Action callback) : ITimer
    {
        private int _isOver;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                callback();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _isOver == 0;

        public void Dispose() => Interlocked.Exchange(ref _isOver, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
