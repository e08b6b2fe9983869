using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>Network weights as safetensors: one F32 tensor per parameter, under the parameter's name.</summary>
internal static class NetworkWeightsFile
{
    public static void Write(FloatArena arena, Stream stream)
    {
        SafetensorsFile.Write(stream, arena.Layout.Slots.Select(
            (slot, index) => SafetensorsTensor.FromSingles(slot.Name, [.. slot.Shape.Select(size => (long)size)], arena.Span(index))));
    }

    public static void Fill(FloatArena arena, SafetensorsFile file)
    {
        var names = arena.Layout.Slots.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        if (file.Tensors.FirstOrDefault(tensor => !names.Contains(tensor.Name)) is { } unknown)
        {
            throw new InvalidDataException(
                $"The weights hold a tensor '{unknown.Name}' that the network does not have; its tensors are {string.Join(", ", names)}. Rename or remove it.");
        }

        for (var index = 0; index < arena.Layout.Slots.Count; index++)
        {
            var slot = arena.Layout.Slots[index];
            if (!file.TryGet(slot.Name, out var tensor))
            {
                throw new InvalidDataException($"The weights lack tensor '{slot.Name}' of shape {Shape(slot.Shape)}; check that they belong to this architecture.");
            }

            if (!tensor.Shape.SequenceEqual(slot.Shape.Select(size => (long)size)))
            {
                throw new InvalidDataException($"Tensor '{slot.Name}' has shape {Shape(tensor.Shape)}; the network needs {Shape(slot.Shape)}. Check sizes and architecture.");
            }

            var values = tensor.ToSingles();
            var bad = Array.FindIndex(values, value => !float.IsFinite(value));
            if (bad >= 0)
            {
                throw new InvalidDataException($"Tensor '{slot.Name}' holds {values[bad]} at position {bad}; finite weights are needed. Save the weights of a network that did not diverge.");
            }

            values.CopyTo(arena.Span(index));
        }
    }

    private static string Shape<T>(IEnumerable<T> sizes) => $"[{string.Join(", ", sizes)}]";
}
