using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MlNetMasks.Persistence;

namespace MlNetMasks;

/// <summary>
/// The base seed of a context, split into named streams: what one stage draws depends on the base seed and the stage's name only, so adding
/// a stage changes no other stage's draw.
/// </summary>
/// <param name="Value">The seed given to <c>new MLContext(seed)</c>, or a number drawn once in its place.</param>
/// <param name="IsGiven">True if the context was made with a seed; false if <paramref name="Value"/> was drawn.</param>
public sealed record ContextSeed(int Value, bool IsGiven)
{
    /// <summary>
    /// Reads the seed of a context. A context without one gets a number from 0 to 2^31-2 from the operating system, so that the context's
    /// own generator, and with it every stock stage, draws as if this library were not there.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <returns>The seed.</returns>
    internal static ContextSeed Of(MLContext context)
    {
        MlNetInternals.Require();
        return MlNetInternals.SeedOf(context) is { } seed
            ? new ContextSeed(seed, IsGiven: true)
            : new ContextSeed(RandomNumberGenerator.GetInt32(int.MaxValue), IsGiven: false);
    }

    /// <summary>Derives the seed of a named stream: the first 8 bytes of SHA-256 over the base seed and the name.</summary>
    /// <param name="name">Name of the stream, for example a stage's name; case matters.</param>
    /// <returns>The same number for the same base seed and name, on every machine and in every version.</returns>
    public ulong Derive(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var text = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteInt32LittleEndian(text, Value);
        Encoding.UTF8.GetBytes(name, text.AsSpan(sizeof(int)));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
