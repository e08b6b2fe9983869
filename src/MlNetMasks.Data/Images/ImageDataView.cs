using System.Globalization;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// Base of the sources of pictures: the column <see cref="ImageColumn"/> holds the pixels as bytes, channel by channel and row by row,
/// <see cref="LabelColumn"/> the class as a key with the classes' names.
/// </summary>
public abstract class ImageDataView : GeneratedDataView<ImageRow>
{
    /// <summary>Name of the column with the pixels, a byte vector of channels x height x width.</summary>
    public const string ImageColumn = "Image";

    /// <summary>Name of the key column with the class.</summary>
    public const string LabelColumn = "Label";

    /// <summary>Name of the key column with the pixel order's number, in sources with permutations.</summary>
    public const string PermutationColumn = "Permutation";

    private readonly long _imageCount;
    private readonly int _canvasSize;
    private readonly PixelPermutation[] _permutations;

    private protected ImageDataView(long imageCount, ImageShape shape, IReadOnlyList<string> classNames, int canvasSize, PixelPermutation[]? permutations = null)
        : base(imageCount * (permutations?.Length ?? 1), Columns(shape, classNames, permutations))
    {
        _imageCount = imageCount;
        _canvasSize = canvasSize;
        _permutations = permutations ?? [new PixelPermutation(shape.PixelCount, seed: 0, number: 0)];
        Shape = shape;
        ClassNames = classNames;
        Permutations = _permutations.AsReadOnly();
    }

    /// <summary>Channels, height and width of a picture.</summary>
    public ImageShape Shape { get; }

    /// <summary>Names of the classes, in the order of the keys.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The pixel orders. All pictures come in the first one, then all again in the next, and so on.</summary>
    public IReadOnlyList<PixelPermutation> Permutations { get; }

    /// <inheritdoc/>
    protected internal override ImageRow CreateRow() => new(Shape.PixelCount, _canvasSize);

    /// <inheritdoc/>
    protected internal override void Generate(long index, ImageRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        (long permutation, long image) = Math.DivRem(index, _imageCount);
        int label = Draw(image, row);
        row.Set(label, (int)permutation, _permutations[permutation]);
    }

    /// <summary>Writes a picture into the row's <see cref="ImageRow.Drawn"/> and returns its class; called from several threads.</summary>
    private protected abstract int Draw(long index, ImageRow row);

    private static IEnumerable<GeneratedColumn<ImageRow>> Columns(ImageShape shape, IReadOnlyList<string> classNames, PixelPermutation[]? permutations)
    {
        yield return GeneratedColumn.Vector(
            ImageColumn, new VectorDataViewType(NumberDataViewType.Byte, shape.PixelCount), static (ImageRow row) => row.Image);
        yield return GeneratedColumn.Key(LabelColumn, classNames, static (ImageRow row) => row.Label);
        if (permutations is not null)
        {
            string[] names = [.. permutations.Select(static permutation => permutation.Number.ToString(CultureInfo.InvariantCulture))];
            yield return GeneratedColumn.Key(PermutationColumn, names, static (ImageRow row) => row.Permutation);
        }
    }
}
