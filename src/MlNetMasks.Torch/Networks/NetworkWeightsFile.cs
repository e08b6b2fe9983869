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

    /// <summary>Checks that a file holds exactly a network's tensors, by name and shape.</summary>
    public static void Check(IReadOnlyList<Parameter> parameters, SafetensorsFile file)
    {
        var names = parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        if (file.Tensors.FirstOrDefault(tensor => !names.Contains(tensor.Name)) is { } unknown)
        {
            throw new InvalidDataException(
                $"The weights hold a tensor '{unknown.Name}' that the network does not have; its tensors are {string.Join(", ", names)}. Rename or remove it.");
        }

        foreach (var parameter in parameters)
        {
            if (!file.TryGet(parameter.Name, out var tensor))
            {
                throw new InvalidDataException($"The weights lack tensor '{parameter.Name}' of shape {Shape(parameter.Shape)}; check that they belong to this architecture.");
            }

            if (!tensor.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
            {
                throw new InvalidDataException($"Tensor '{parameter.Name}' has shape {Shape(tensor.Shape)}; the network needs {Shape(parameter.Shape)}. Check sizes and architecture.");
            }
        }
    }

    /// <summary>Reads the tensors of a checked file.</summary>
    public static void Fill(FloatArena arena, SafetensorsFile file)
    {
        for (var index = 0; index < arena.Layout.Slots.Count; index++)
        {
            var name = arena.Layout.Slots[index].Name;
            var values = file.Tensors.First(tensor => tensor.Name == name).ToSingles();
            var bad = Array.FindIndex(values, value => !float.IsFinite(value));
            if (bad >= 0)
            {
                throw new InvalidDataException($"Tensor '{name}' holds {values[bad]} at position {bad}; finite weights are needed. Save the weights of a network that did not diverge.");
            }

            values.CopyTo(arena.Span(index));
        }
    }

    private static string Shape<T>(IEnumerable<T> sizes) => $"[{string.Join(", ", sizes)}]";
}
