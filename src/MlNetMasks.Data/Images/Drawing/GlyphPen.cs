namespace MlNetMasks.Data;

/// <summary>Writes a digit onto a canvas of grey values: bends it, maps it to pixels, draws its lines with a round pen.</summary>
internal readonly ref struct GlyphPen
{
    private const int Waves = 2;
    private readonly Span<float> _canvas;
    private readonly int _size;
    private readonly Affine _map;
    private readonly double _radius;
    private readonly Elastic _bend;

    public GlyphPen(Span<float> canvas, int size, ref RowDraws draws)
    {
        _canvas = canvas;
        _size = size;
        double length = draws.Between(14, 21);
        double angle = draws.Between(-0.4, 0.4);
        double shear = draws.Between(-0.35, 0.35);
        _map = Affine.Of(
            length * draws.Between(0.7, 1.1), length, shear, angle, (size / 2.0) + draws.Between(-3, 3), (size / 2.0) + draws.Between(-3, 3));
        _radius = draws.Between(0.7, 1.9);
        for (int wave = 0; wave < Waves * 2; wave++)
        {
            _bend[wave] = new Wave(draws.Between(0.01, 0.045), draws.Between(-1, 1), draws.Between(-1, 1), draws.Between(0, 2 * Math.PI));
        }
    }

    public void Write(ReadOnlySpan<(double X, double Y)[]> strokes)
    {
        foreach ((double X, double Y)[] stroke in strokes)
        {
            (double X, double Y) from = Place(stroke[0]);
            foreach ((double X, double Y) point in stroke.AsSpan(1))
            {
                (double X, double Y) to = Place(point);
                Line(from, to);
                from = to;
            }
        }
    }

    private (double X, double Y) Place((double X, double Y) point)
    {
        (double x, double y) = point;
        for (int wave = 0; wave < Waves; wave++)
        {
            x += _bend[wave].At(point.X, point.Y);
            y += _bend[Waves + wave].At(point.X, point.Y);
        }

        return _map.Apply(x - 0.5, y - 0.5);
    }

    // A pixel is inked by how far the pen, whose edge is one pixel soft, reaches over its centre.
    private void Line((double X, double Y) from, (double X, double Y) to)
    {
        double reach = _radius + 0.5;
        (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
        double perLength = 1 / Math.Max((dx * dx) + (dy * dy), 1e-9);
        int top = Math.Max((int)Math.Floor(Math.Min(from.Y, to.Y) - reach), 0);
        int bottom = Math.Min((int)Math.Ceiling(Math.Max(from.Y, to.Y) + reach), _size - 1);
        int left = Math.Max((int)Math.Floor(Math.Min(from.X, to.X) - reach), 0);
        int right = Math.Min((int)Math.Ceiling(Math.Max(from.X, to.X) + reach), _size - 1);
        for (int row = top; row <= bottom; row++)
        {
            double y = row + 0.5 - from.Y;
            for (int column = left; column <= right; column++)
            {
                double x = column + 0.5 - from.X;
                double along = Math.Clamp(((x * dx) + (y * dy)) * perLength, 0, 1);
                (double restX, double restY) = (x - (along * dx), y - (along * dy));
                double squared = (restX * restX) + (restY * restY);
                if (squared < reach * reach)
                {
                    ref float ink = ref _canvas[(row * _size) + column];
                    ink = Math.Max(ink, (float)Math.Min(reach - Math.Sqrt(squared), 1));
                }
            }
        }
    }

    private readonly record struct Wave(double Amplitude, double X, double Y, double Phase)
    {
        public double At(double x, double y) => Amplitude * Math.Sin((2 * Math.PI * ((X * x) + (Y * y))) + Phase);
    }

    [System.Runtime.CompilerServices.InlineArray(Waves * 2)]
    private struct Elastic
    {
        private Wave _first;
    }
}
