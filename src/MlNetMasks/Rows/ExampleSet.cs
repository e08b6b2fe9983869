using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>The rows a stage trains on or is tested on.</summary>
/// <param name="Table">The examples.</param>
/// <param name="RowsFingerprint">Hash of which rows of the view these are; equal sets of rows have equal fingerprints.</param>
internal sealed record ExampleSet(ExampleTable Table, ulong RowsFingerprint);
