using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;

namespace MlNetMasks.Data.Tests.Images;

/// <summary>Small files in the formats of MNIST and CIFAR-10, in a folder of their own, which goes with the object.</summary>
internal sealed class ImageFiles : IDisposable
{
    public const int BatchImages = 10_000;
    public const int BatchBytes = BatchImages * 3_073;

    public string Folder { get; } = Directory.CreateTempSubdirectory("images").FullName;

    /// <summary>An IDX file; image i has the pixels i, i + 1, ... modulo 256.</summary>
    public static byte[] IdxImages(int count, int height = 28, int width = 28)
    {
        byte[] file = Header([(uint)count, (uint)height, (uint)width], count * height * width);
        for (int i = 16; i < file.Length; i++)
        {
            int pixel = (i - 16) % (height * width);
            file[i] = (byte)(((i - 16) / (height * width)) + pixel);
        }

        return file;
    }

    /// <summary>An IDX file; image i has the label i modulo 10.</summary>
    public static byte[] IdxLabels(int count)
    {
        byte[] file = Header([(uint)count], count);
        for (int i = 0; i < count; i++)
        {
            file[8 + i] = (byte)(i % 10);
        }

        return file;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A CIFAR-10 batch; image i has the label i modulo 10, and its red, green and blue values are all <paramref name="first"/>, +1, +2.</summary>
    public static byte[] Batch(byte first)
    {
        byte[] batch = new byte[BatchBytes];
        for (int image = 0; image < BatchImages; image++)
        {
            Span<byte> record = batch.AsSpan(image * 3_073, 3_073);
            record[0] = (byte)(image % 10);
            for (int channel = 0; channel < 3; channel++)
            {
                record.Slice(1 + (channel * 1_024), 1_024).Fill((byte)(first + channel));
            }
        }

        return batch;
    }

    /// <summary>Writes the four files of MNIST.</summary>
    public void WriteMnist(int train, int test, bool packed)
    {
        byte[][] contents = [IdxImages(train), IdxLabels(train), IdxImages(test), IdxLabels(test)];
        foreach ((string name, byte[] content) in MnistImages.FileNames.Zip(contents))
        {
            Write(packed ? name + ".gz" : name, packed ? Gzip(content) : content);
        }
    }

    public string Write(string name, byte[] content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a tar.gz archive of these entries.</summary>
    public string Pack(params IEnumerable<TarEntry> entries)
    {
        string path = PathOf(Cifar10Images.ArchiveName);
        using var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var writer = new TarWriter(stream, TarEntryFormat.Pax);
        foreach (TarEntry entry in entries)
        {
            writer.WriteEntry(entry);
        }

        return path;
    }

    public static TarEntry Entry(string name, byte[] content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Header(uint[] dimensions, int valueCount)
    {
        byte[] file = new byte[4 + (4 * dimensions.Length) + valueCount];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        foreach ((int i, uint dimension) in dimensions.Index())
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), dimension);
        }

        return file;
    }
}
