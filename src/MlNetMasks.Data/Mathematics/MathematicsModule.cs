namespace MlNetMasks.Data;

/// <summary>A module of the Mathematics Dataset (Saxton et al. 2019), one kind of question.</summary>
public enum MathematicsModule
{
    /// <summary><c>arithmetic__add_or_sub</c>: the sum or difference of two integers or decimals.</summary>
    AddOrSub,

    /// <summary><c>algebra__linear_1d</c>: the solution of a linear equation in one variable.</summary>
    Linear1D,

    /// <summary><c>calculus__differentiate</c>: a partial derivative of a polynomial.</summary>
    Differentiate,

    /// <summary><c>comparison__sort</c>: a list of numbers in order.</summary>
    Sort,

    /// <summary><c>polynomials__collect</c>: a polynomial with its like terms merged.</summary>
    Collect,
}
