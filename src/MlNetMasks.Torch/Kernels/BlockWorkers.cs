using System.Globalization;
using System.Runtime.ExceptionServices;
using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Kernels;

/// <summary>A fixed set of threads that work through the blocks of a kernel; the calling thread is one of them.</summary>
/// <remarks>
/// Parallel.For allocates on every call and starts its workers anew; these wait on a semaphore and a run allocates nothing. Waiting
/// threads sleep, so they leave the cores to the tensor library between kernels. One kernel runs at a time.
/// </remarks>
public sealed class BlockWorkers : IDisposable
{
    private const int MaximumThreadCount = 1024;
    private const long BlockBits = 0xFFFFFFFF;

    // A thread takes several blocks at once: passing the ticket's cache line between cores costs as much as a block's work. A quarter
    // of an even share still lets a thread that lost its core for a while be overtaken.
    private const int TakesPerThread = 4;
    private const int MaximumTake = 64;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);

    // Number of the run in the upper half, next block in the lower: a worker that wakes late cannot take a block of a later run with
    // what it read of an earlier one.
    private long _ticket = BlockBits;
    private BlockJob? _job;
    private int _blockCount;
    private int _take;
    private int _unfinished;
    private int _busy;
    private bool _disposed;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="threadCount">
    /// Threads that work on a kernel, the caller's included; 1 runs everything on the caller. Range [1, 1024].
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is outside its range.</exception>
    public BlockWorkers(int threadCount)
    {
        if (threadCount is < 1 or > MaximumThreadCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(threadCount),
                threadCount,
                string.Create(
                    CultureInfo.InvariantCulture, $"threadCount must lie in [1, {MaximumThreadCount}]; use 1 to run on the caller alone."));
        }

        _threads = new Thread[threadCount - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = "mask kernel" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that work on a kernel, the caller's included; at least 1.</summary>
    public int ThreadCount => _threads.Length + 1;

    /// <summary>Ends the threads; further kernels fail.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        Volatile.Write(ref _disposed, true);
        if (_threads.Length > 0)
        {
            _wake.Release(_threads.Length);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    /// <summary>Executes every block of the job once, in any order and on any thread, and returns when all are done.</summary>
    internal void Run(BlockJob job, int blockCount)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_threads.Length == 0 || blockCount <= 1)
        {
            for (var block = 0; block < blockCount; block++)
            {
                job.Execute(block, worker: 0);
            }

            return;
        }

        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException(
                "Another kernel is running on these workers; give each concurrent caller workers of its own.");
        }

        try
        {
            Share(job, blockCount);
        }
        finally
        {
            _job = null;
            Volatile.Write(ref _busy, 0);
        }
    }

    private void Share(BlockJob job, int blockCount)
    {
        // Closed before the job changes, opened after: a stale reader's exchange fails on the new run number.
        var run = (Volatile.Read(ref _ticket) & ~BlockBits) + BlockBits + 1;
        Interlocked.Exchange(ref _ticket, run | BlockBits);
        _job = job;
        _blockCount = blockCount;
        _take = Math.Clamp(blockCount / (ThreadCount * TakesPerThread), 1, MaximumTake);
        _failure = null;
        _unfinished = blockCount;
        Interlocked.Exchange(ref _ticket, run);
        _wake.Release(Math.Min(_threads.Length, blockCount - 1));

        Work(worker: 0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _unfinished) != 0)
        {
            // The others are inside their last blocks: microseconds, so never a sleep of a millisecond.
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _wake.Wait();
            if (Volatile.Read(ref _disposed))
            {
                return;
            }

            Work(worker);
        }
    }

    private void Work(int worker)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var job = Volatile.Read(ref _job);
            var first = ticket & BlockBits;
            var count = Volatile.Read(ref _blockCount);
            var take = Volatile.Read(ref _take);
            if (first >= count || job is null)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _ticket, ticket + take, ticket) != ticket)
            {
                continue;
            }

            var end = (int)Math.Min(first + take, count);
            Execute(job, (int)first, end, worker);
            Interlocked.Add(ref _unfinished, (int)first - end);
        }
    }

    private void Execute(BlockJob job, int first, int end, int worker)
    {
        for (var block = first; block < end; block++)
        {
            try
            {
                job.Execute(block, worker);
            }
            catch (Exception failure)
            {
                // An exception that left a worker would end the process; the caller of the kernel gets it instead.
                Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(failure));
            }
        }
    }
}
