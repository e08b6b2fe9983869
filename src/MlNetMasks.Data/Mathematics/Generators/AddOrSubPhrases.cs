namespace MlNetMasks.Data;

/// <summary>Wordings of the module <c>arithmetic__add_or_sub</c>: <c>#</c> stands for the first number, <c>@</c> for the second.</summary>
internal static class AddOrSubPhrases
{
    public const char First = '#';
    public const char Second = '@';

    /// <summary>Wordings of the sum.</summary>
    public static readonly string[] Sum =
    [
        "# + @",
        "#+@",
        "Work out # + @.",
        "Add # and @.",
        "Put together # and @.",
        "Sum # and @.",
        "Total of # and @.",
        "Add together # and @.",
        "What is # plus @?",
        "Calculate # + @.",
        "What is # + @?",
    ];

    /// <summary>Wordings of the first number minus the second.</summary>
    public static readonly string[] Difference =
    [
        "# - @",
        "Work out # - @.",
        "What is # minus @?",
        "What is # take away @?",
        "What is @ less than #?",
        "Subtract @ from #.",
        "Calculate # - @.",
        "What is # - @?",
    ];

    /// <summary>Wordings of the distance, which need a first number that is not the smaller one.</summary>
    public static readonly string[] Distance =
    [
        "What is the distance between # and @?",
        "What is the distance between @ and #?",
        "What is the difference between # and @?",
        "What is the difference between @ and #?",
    ];
}
