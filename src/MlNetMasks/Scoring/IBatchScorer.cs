namespace MlNetMasks.Scoring;

/// <summary>
/// Scores the rows of one cursor, many at a time. It owns all scratch memory of that cursor, is used by one thread at a time, and is disposed
/// with the cursor.
/// </summary>
public interface IBatchScorer : IDisposable
{
    /// <summary>Copies the input row's current values into a slot of the batch.</summary>
    /// <param name="slot">The slot, from 0 up to the capacity; slots are filled in order.</param>
    void Load(int slot);

    /// <summary>Scores the slots filled last. Called only if some output is read.</summary>
    /// <param name="count">Number of slots filled, from 1 to the capacity.</param>
    void Score(int count);

    /// <summary>Gives the reader of an active output.</summary>
    /// <param name="output">Index of the output in its binding.</param>
    /// <returns>A <see cref="SlotGetter{TValue}"/> whose type parameter is the raw type of the output column.</returns>
    Delegate GetOutput(int output);
}
