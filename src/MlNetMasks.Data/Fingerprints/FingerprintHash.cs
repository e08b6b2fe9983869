using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlNetMasks.Data;

/// <summary>SHA-256 over a stream of 64-bit words and texts, buffered because the hash is slow on tiny pieces.</summary>
internal sealed class FingerprintHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _used;

    public void Append(ulong word)
    {
        if (_buffer.Length - _used < sizeof(ulong))
        {
            Flush();
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_used), word);
        _used += sizeof(ulong);
    }

    // The length goes first, so that two texts never run into each other.
    public void Append(ReadOnlySpan<char> text)
    {
        Append((ulong)text.Length);
        Flush();
        byte[] units = new byte[Encoding.Unicode.GetByteCount(text)];
        Encoding.Unicode.GetBytes(text, units);
        _hash.AppendData(units);
    }

    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}
