namespace MlNetMasks.Data;

/// <summary>How much of an archive is accepted.</summary>
/// <param name="MaxEntries">Most entries.</param>
/// <param name="MaxEntryBytes">Largest size that an entry may declare, in bytes.</param>
/// <param name="MaxTotalBytes">Most bytes that the archive may unpack to, headers and padding included.</param>
internal sealed record TarLimits(int MaxEntries, long MaxEntryBytes, long MaxTotalBytes);
