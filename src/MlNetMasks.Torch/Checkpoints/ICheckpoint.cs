namespace MlNetMasks.Torch;

/// <summary>
/// Where a training stage keeps its state, so that a later process continues it: to the same result, bit for bit, as if it had never stopped.
/// One stage uses it at a time.
/// </summary>
public interface ICheckpoint
{
    /// <summary>What messages call it, for example a path.</summary>
    string Name { get; }

    /// <summary>
    /// How long a stage trains between two saves; zero saves after every step, a negative time only when the stage is cancelled and when it ends.
    /// </summary>
    TimeSpan Interval { get; }

    /// <summary>Opens what was saved last.</summary>
    /// <returns>A stream that the caller disposes; <see langword="null"/> where nothing was saved.</returns>
    Stream? OpenLast();

    /// <summary>Saves a state. It replaces the last one completely or not at all, however the process ends.</summary>
    /// <param name="write">Writes the state.</param>
    void Save(Action<Stream> write);
}
