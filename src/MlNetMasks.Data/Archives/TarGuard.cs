using System.Globalization;
using System.Text;

namespace MlNetMasks.Data;

/// <summary>
/// Passes a tar archive on to its reader and follows its headers: refuses huge metadata, which the reader would hold in memory, metadata that gives the next
/// entry another size than its header does, so that the two would see different entries, and content without end. Notes the block of zeros that ends an archive.
/// </summary>
internal sealed class TarGuard(Stream inner, string archive, long maxBytes) : Stream
{
    private const int BlockSize = 512;
    private const int SizeOffset = 124;
    private const int TypeOffset = 156;
    private const long MaxMetadataBytes = 1 << 20;
    private const string SizeRecord = " size=";
    private readonly byte[] _header = new byte[BlockSize];
    private readonly List<byte> _metadata = [];
    private int _headerFilled;
    private int _metadataLength;
    private long _contentLeft;

    /// <summary>Bytes passed on so far.</summary>
    public long BytesRead { get; private set; }

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
        BytesRead += read;
        if (BytesRead > maxBytes)
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
                int passed = (int)Math.Min(_contentLeft, bytes.Length);
                _contentLeft -= passed;
                CollectMetadata(bytes[..passed]);
                bytes = bytes[passed..];
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

    /// <summary>Keeps what belongs to extended attributes, and looks at them when they are complete.</summary>
    private void CollectMetadata(ReadOnlySpan<byte> content)
    {
        if (_metadataLength == 0)
        {
            return;
        }

        _metadata.AddRange(content[..Math.Min(content.Length, _metadataLength - _metadata.Count)]);
        if (_metadata.Count < _metadataLength)
        {
            return;
        }

        string records = Encoding.UTF8.GetString([.. _metadata]);
        _metadata.Clear();
        _metadataLength = 0;
        if (records.Split('\n').Any(static record => record.Contains(SizeRecord, StringComparison.Ordinal) && record[..record.IndexOf(SizeRecord, StringComparison.Ordinal)].All(char.IsAsciiDigit)))
        {
            throw new InvalidDataException($"{archive}: found metadata that gives an entry another size than its header; expected the released archive. Do not use this archive; fetch the released one.");
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

        _metadataLength = type is 'x' or 'X' or 'g' ? (int)size : 0;
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
