using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Images;

/// <summary>Reads the pixels of a view.</summary>
internal static class ImageReading
{
    public static List<byte[]> Images(IDataView view)
    {
        DataViewSchema.Column column = view.Schema["Image"];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
        var images = new List<byte[]>();
        VBuffer<byte> image = default;
        while (cursor.MoveNext())
        {
            getter(ref image);
            images.Add(image.GetValues().ToArray());
        }

        return images;
    }
}
