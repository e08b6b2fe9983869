namespace MlNetMasks.Torch.Runtime;

/// <summary>One section of an ELF file: its type, extent in the file and links to other sections.</summary>
internal sealed record ElfSection(uint Type, int Offset, int Size, uint Link, uint Info);
