using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>Puts binary batches one behind the other: 10,000 records of a label and the pixels each.</summary>
internal sealed class Cifar10Batches(int batchCount)
{
    private const int BatchImages = 10_000;
    private const string Remedy = "Fetch the official file again, or check that it is the right one.";

    private readonly byte[] _pixels = new byte[batchCount * BatchImages * Cifar10Images.Shape.PixelCount];
    private readonly byte[] _labels = new byte[batchCount * BatchImages];

    /// <summary>Reads a batch.</summary>
    /// <param name="batch">Its place, from 0.</param>
    /// <param name="content">Its content.</param>
    /// <param name="length">Bytes of the content, as its container says.</param>
    /// <param name="origin">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">The batch is not what it should be.</exception>
    public void Read(int batch, Stream content, long length, string origin)
    {
        int pixelCount = Cifar10Images.Shape.PixelCount;
        long expected = BatchImages * (1L + pixelCount);
        if (length != expected)
        {
            throw WrongLength(length);
        }

        byte[] record = new byte[1 + pixelCount];
        for (int image = 0; image < BatchImages; image++)
        {
            int read = FileFault.Fill(content, record, origin, Remedy);
            if (read < record.Length)
            {
                throw WrongLength((image * (long)record.Length) + read);
            }

            if (record[0] >= Cifar10Images.ClassNames.Count)
            {
                throw FileFault.Of(origin, $"the label {record[0]} of image {image + 1}", "labels from 0 to 9", Remedy);
            }

            int row = (batch * BatchImages) + image;
            _labels[row] = record[0];
            record.AsSpan(1).CopyTo(_pixels.AsSpan(row * pixelCount));
        }

        InvalidDataException WrongLength(long found) => FileFault.Of(
            origin,
            string.Create(CultureInfo.InvariantCulture, $"{found} bytes"),
            string.Create(CultureInfo.InvariantCulture, $"{expected}: {BatchImages} images of a label and {pixelCount} pixels"),
            Remedy);
    }

    public ImageTable ToTable() => new(_pixels, _labels, Cifar10Images.Shape.PixelCount);
}
