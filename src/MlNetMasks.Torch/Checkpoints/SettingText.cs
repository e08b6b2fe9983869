using System.Collections;
using System.Globalization;
using System.Reflection;

namespace MlNetMasks.Torch;

/// <summary>Writes options and specs as text that is the same whenever they are.</summary>
internal static class SettingText
{
    /// <summary>A spec nests lists and parts; nobody's nests deeper than this, and what refers to itself must end somewhere.</summary>
    private const int DeepestNesting = 5;

    /// <summary>Every public property that a type declares or inherits, by name.</summary>
    /// <param name="options">The object, whose own type may declare more.</param>
    /// <param name="type">The type whose properties count.</param>
    public static IEnumerable<(string Name, string Value)> Properties(object options, Type type)
        => PropertiesOf(type).Select(property => (property.Name, Of(property.GetValue(options))));

    /// <summary>One value.</summary>
    public static string Of(object? value) => Of(value, DeepestNesting);

    private static string Of(object? value, int depth) => value switch
    {
        null => "none",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(item => Of(item, depth - 1)))}]",
        Type or Delegate => value.ToString()!,
        _ when depth == 0 => value.GetType().Name,
        _ => $"{value.GetType().Name} {{{string.Join(", ", PropertiesOf(value.GetType()).Select(property => $"{property.Name}: {Of(property.GetValue(value), depth - 1)}"))}}}",
    };

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetMethod is not null && property.GetIndexParameters().Length == 0)
        .OrderBy(property => property.Name, StringComparer.Ordinal);
}
