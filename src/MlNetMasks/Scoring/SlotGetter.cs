namespace MlNetMasks.Scoring;

/// <summary>Reads the value an output has in one slot of a scored batch.</summary>
/// <typeparam name="TValue">Raw type of the output column.</typeparam>
/// <param name="slot">The slot, from 0 up to the number of rows scored.</param>
/// <param name="value">Receives the value; its storage may be reused, as with every ML.NET getter.</param>
public delegate void SlotGetter<TValue>(int slot, ref TValue value);
