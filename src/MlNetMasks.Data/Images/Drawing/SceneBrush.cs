namespace MlNetMasks.Data;

/// <summary>Fills convex shapes on a canvas of three channels; edges are one pixel soft.</summary>
internal readonly ref struct SceneBrush(Span<float> canvas, int size)
{
    private const int MostCorners = 16;
    private readonly Span<float> _canvas = canvas;

    /// <summary>Fills a convex polygon.</summary>
    /// <param name="map">Where its coordinates lie on the canvas.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="corners">Its corners in order, at most 16.</param>
    public void Polygon(Affine map, SceneColour colour, params ReadOnlySpan<(double X, double Y)> corners)
    {
        Span<(double X, double Y)> points = stackalloc (double X, double Y)[MostCorners];
        points = points[..corners.Length];
        (double left, double right, double top, double bottom) = (size, 0, size, 0);
        for (int i = 0; i < corners.Length; i++)
        {
            (double x, double y) = points[i] = map.Apply(corners[i].X, corners[i].Y);
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
        }

        Span<(float X, float Y, float Offset)> edges = stackalloc (float X, float Y, float Offset)[MostCorners];
        edges = edges[..points.Length];
        double turn = map.XX * map.YY > map.XY * map.YX ? 1 : -1;
        double area = 0;
        for (int i = 0; i < points.Length; i++)
        {
            (double X, double Y) a = corners[i];
            (double X, double Y) b = corners[(i + 1) % corners.Length];
            area += (a.X * b.Y) - (a.Y * b.X);
        }

        turn = area < 0 ? -turn : turn;
        for (int i = 0; i < points.Length; i++)
        {
            (double X, double Y) a = points[i];
            (double X, double Y) b = points[(i + 1) % points.Length];
            (double x, double y) = (turn * (a.Y - b.Y), turn * (b.X - a.X));
            double length = Math.Max(Math.Sqrt((x * x) + (y * y)), 1e-9);
            edges[i] = ((float)(x / length), (float)(y / length), (float)(-((x * a.X) + (y * a.Y)) / length));
        }

        for (int row = Math.Max((int)top - 1, 0); row < Math.Min(bottom + 1, size); row++)
        {
            for (int column = Math.Max((int)left - 1, 0); column < Math.Min(right + 1, size); column++)
            {
                float inside = 0.5f;
                foreach ((float x, float y, float offset) in edges)
                {
                    float distance = (x * (column + 0.5f)) + (y * (row + 0.5f)) + offset;
                    if (distance < inside)
                    {
                        inside = distance;
                        if (inside <= -0.5f)
                        {
                            break;
                        }
                    }
                }

                Blend(row, column, colour, inside + 0.5f);
            }
        }
    }

    /// <summary>Fills an ellipse.</summary>
    /// <param name="map">Where its coordinates lie on the canvas.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="x">Centre.</param>
    /// <param name="y">Centre.</param>
    /// <param name="radiusX">Half its width.</param>
    /// <param name="radiusY">Half its height.</param>
    public void Ellipse(Affine map, SceneColour colour, double x, double y, double radiusX, double radiusY)
    {
        Span<(double X, double Y)> corners = stackalloc (double X, double Y)[MostCorners];
        for (int i = 0; i < corners.Length; i++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * i / corners.Length);
            corners[i] = (x + (radiusX * cosine), y + (radiusY * sine));
        }

        Polygon(map, colour, corners);
    }

    /// <summary>The colour at a place of the canvas.</summary>
    public SceneColour At(double x, double y)
    {
        int pixel = ((int)Math.Clamp(y, 0, size - 1) * size) + (int)Math.Clamp(x, 0, size - 1);
        return new(_canvas[pixel], _canvas[(size * size) + pixel], _canvas[(2 * size * size) + pixel]);
    }

    /// <summary>Fills a rectangle given by two opposite corners.</summary>
    public void Rectangle(Affine map, SceneColour colour, double left, double top, double right, double bottom) =>
        Polygon(map, colour, (left, top), (right, top), (right, bottom), (left, bottom));

    private void Blend(int row, int column, SceneColour colour, float share)
    {
        if (share <= 0)
        {
            return;
        }

        int pixel = (row * size) + column;
        int channel = size * size;
        _canvas[pixel] += share * (colour.Red - _canvas[pixel]);
        _canvas[channel + pixel] += share * (colour.Green - _canvas[channel + pixel]);
        _canvas[(2 * channel) + pixel] += share * (colour.Blue - _canvas[(2 * channel) + pixel]);
    }
}
