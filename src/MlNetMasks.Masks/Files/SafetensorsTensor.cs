using System.Buffers.Binary;
using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>One named tensor of a safetensors file: element type, shape and little-endian row-major data.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>Wraps data that is already in the file's form; the memory is not copied.</summary>
    /// <param name="name">Name of the tensor; unique in its file and not <c>__metadata__</c>.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes of the dimensions, each at least 0; empty for a scalar.</param>
    /// <param name="data">Elements, row-major, little-endian: the product of the shape times the size of an element, in bytes.</param>
    /// <exception cref="ArgumentException">A size is negative, or the data does not fit the shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The type is not defined.</exception>
    public SafetensorsTensor(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (!Enum.IsDefined(type))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Not a defined element type. Use a member of SafetensorsType.");
        }

        Name = name;
        Type = type;
        Shape = Array.AsReadOnly([.. shape]);
        if (!TryCountBytes(Shape, type, out long bytes) || bytes != data.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Tensor {DisplayText.Quote(name)}: {data.Length} bytes do not fit {type} ")
                + $"{DisplayText.Shape(Shape)}. Pass the product of the shape times the size of an element.",
                nameof(data));
        }

        Data = data;
    }

    /// <summary>Name of the tensor.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>Sizes of the dimensions, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements as in the file: row-major, little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Number of elements: the product of <see cref="Shape"/>.</summary>
    public int ElementCount => Data.Length / ElementSize(Type);

    /// <summary>A tensor of type F32.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">Sizes of the dimensions.</param>
    /// <param name="values">Values, row-major; copied.</param>
    /// <returns>A new tensor.</returns>
    /// <exception cref="ArgumentException">The values do not fit the shape, or take more than 2 GB.</exception>
    public static SafetensorsTensor FromSingles(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values)
    {
        byte[] data = Allocate(name, values.Length, sizeof(float));
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return new SafetensorsTensor(name, SafetensorsType.F32, shape, data);
    }

    /// <summary>A tensor of type I64.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">Sizes of the dimensions.</param>
    /// <param name="values">Values, row-major; copied.</param>
    /// <returns>A new tensor.</returns>
    /// <exception cref="ArgumentException">The values do not fit the shape, or take more than 2 GB.</exception>
    public static SafetensorsTensor FromInt64s(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values)
    {
        byte[] data = Allocate(name, values.Length, sizeof(long));
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        }

        return new SafetensorsTensor(name, SafetensorsType.I64, shape, data);
    }

    /// <summary>A tensor of type U8; the memory is not copied.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">Sizes of the dimensions.</param>
    /// <param name="values">Values, row-major.</param>
    /// <returns>A new tensor.</returns>
    /// <exception cref="ArgumentException">The values do not fit the shape.</exception>
    public static SafetensorsTensor FromBytes(string name, IReadOnlyList<long> shape, ReadOnlyMemory<byte> values) =>
        new(name, SafetensorsType.U8, shape, values);

    /// <summary>The values in single precision.</summary>
    /// <returns>A new array, row-major; F64 is rounded.</returns>
    /// <exception cref="InvalidDataException">The type is not F16, BF16, F32 or F64.</exception>
    public float[] ToSingles()
    {
        ReadOnlySpan<byte> data = Data.Span;
        int size = ElementSize(Type);
        float[] values = new float[ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = data.Slice(i * size, size);
            values[i] = Type switch
            {
                SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(element),
                SafetensorsType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                SafetensorsType.BF16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
                SafetensorsType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
                _ => throw WrongType("F16, BF16, F32 or F64"),
            };
        }

        return values;
    }

    /// <summary>The values as 64-bit integers.</summary>
    /// <returns>A new array, row-major.</returns>
    /// <exception cref="InvalidDataException">The type is not U8, I32 or I64.</exception>
    public long[] ToInt64s()
    {
        ReadOnlySpan<byte> data = Data.Span;
        int size = ElementSize(Type);
        long[] values = new long[ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = data.Slice(i * size, size);
            values[i] = Type switch
            {
                SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                SafetensorsType.U8 => element[0],
                _ => throw WrongType("U8, I32 or I64"),
            };
        }

        return values;
    }

    /// <summary>Size of the data that a shape needs; false when a size is negative or the product overflows.</summary>
    internal static bool TryCountBytes(IEnumerable<long> shape, SafetensorsType type, out long bytes)
    {
        bytes = ElementSize(type);
        foreach (long size in shape)
        {
            if (size < 0 || (size > 0 && bytes > long.MaxValue / size))
            {
                return false;
            }

            bytes *= size;
        }

        return true;
    }

    private static int ElementSize(SafetensorsType type) => type switch
    {
        SafetensorsType.BOOL or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    private static byte[] Allocate(string name, int count, int size) => (long)count * size <= Array.MaxLength
        ? new byte[count * size]
        : throw new ArgumentException($"Tensor {DisplayText.Quote(name)} takes more than 2 GB. Split it into several tensors.", nameof(count));

    private InvalidDataException WrongType(string expected) =>
        new($"Tensor {DisplayText.Quote(Name)} holds {Type}, expected {expected}. Convert the tensor before saving it.");
}
