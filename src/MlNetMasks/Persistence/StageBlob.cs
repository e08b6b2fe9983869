namespace MlNetMasks.Persistence;

/// <summary>Where a named blob lies in a stage payload.</summary>
/// <param name="Name">Name, unique in the payload.</param>
/// <param name="Offset">First byte, counted from the start of the payload.</param>
/// <param name="Length">Number of bytes.</param>
internal sealed record StageBlob(string Name, long Offset, long Length);
