namespace MlNetMasks.Data;

/// <summary>A linear map of the plane and a shift: (x, y) becomes (XX x + XY y + X, YX x + YY y + Y).</summary>
internal readonly record struct Affine(double XX, double XY, double YX, double YY, double X, double Y)
{
    /// <summary>Scales, then shears, then rotates, then shifts.</summary>
    public static Affine Of(double scaleX, double scaleY, double shear, double angle, double shiftX, double shiftY)
    {
        (double sine, double cosine) = Math.SinCos(angle);
        return new(
            scaleX * cosine,
            scaleY * ((shear * cosine) - sine),
            scaleX * sine,
            scaleY * ((shear * sine) + cosine),
            shiftX,
            shiftY);
    }

    public (double X, double Y) Apply(double x, double y) => ((XX * x) + (XY * y) + X, (YX * x) + (YY * y) + Y);

    /// <summary>The map that applies another one first.</summary>
    public Affine Before(Affine first)
    {
        (double x, double y) = Apply(first.X, first.Y);
        return new(
            (XX * first.XX) + (XY * first.YX),
            (XX * first.XY) + (XY * first.YY),
            (YX * first.XX) + (YY * first.YX),
            (YX * first.XY) + (YY * first.YY),
            x,
            y);
    }
}
