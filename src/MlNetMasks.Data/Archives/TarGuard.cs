using System.Globalization;
using System.Text;

namespace MlNetMasks.Data;

/// <summary>
/// Passes a tar archive on to its reader and follows its headers: refuses huge metadata, which the reader would hold in memory, and content
/// without end, and notes the block of zeros that ends an archive.
/// </summary>
internal sealed class TarGuard(Stream inner, string archive, long maxBytes) : Stream
{
    private const int BlockSize = 512;
    private const int SizeOffset = 124;
    private const int TypeOffset = 156;
    private const long MaxMetadataBytes = 1 << 20;
    private readonly byte[] _header = new byte[BlockSize];
    private int _headerFilled;
    private long _contentLeft;
    private long _bytes;

    /// <summary>Whether the archive ended as it must, with a block of zeros.</summary>
    public bool SawEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _bytes += read;
        if (_bytes > maxBytes)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{archive}: found more than {maxBytes:N0} bytes of unpacked content; expected at most that. Do not use this archive; fetch the released one."));
        }

        Follow(buffer[..read]);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && !SawEnd)
        {
            if (_contentLeft > 0)
            {
                int skipped = (int)Math.Min(_contentLeft, bytes.Length);
                _contentLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            int taken = Math.Min(BlockSize - _headerFilled, bytes.Length);
            bytes[..taken].CopyTo(_header.AsSpan(_headerFilled));
            _headerFilled += taken;
            bytes = bytes[taken..];
            if (_headerFilled == BlockSize)
            {
                _headerFilled = 0;
                ReadHeader();
            }
        }
    }

    private void ReadHeader()
    {
        if (!_header.AsSpan().ContainsAnyExcept((byte)0))
        {
            SawEnd = true;
            return;
        }

        long size = ReadSize();
        char type = (char)_header[TypeOffset];
        if (type is 'x' or 'X' or 'g' or 'L' or 'K' && size > MaxMetadataBytes)
        {
            throw new InvalidDataException(
                $"{archive}: found {size} bytes of metadata for one entry; expected at most {MaxMetadataBytes}. "
                + "Do not use this archive; fetch the released one.");
        }

        _contentLeft = (size + BlockSize - 1) / BlockSize * BlockSize;
    }

    private long ReadSize()
    {
        ReadOnlySpan<byte> field = _header.AsSpan(SizeOffset, 12);
        long size = 0;
        if ((field[0] & 0x80) != 0)
        {
            foreach (byte part in field[4..])
            {
                size = (size << 8) | part;
            }
        }
        else
        {
            foreach (char digit in Encoding.ASCII.GetString(field).Trim('\0', ' '))
            {
                size = digit is >= '0' and <= '7' && size < 1L << 40 ? (size * 8) + (digit - '0') : -1;
                if (size < 0)
                {
                    break;
                }
            }
        }

        return size is >= 0 and < 1L << 40
            ? size
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{archive}: found a tar header with an impossible size; expected the released archive. Fetch it again."));
    }
}
