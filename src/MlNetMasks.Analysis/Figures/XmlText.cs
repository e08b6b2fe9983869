using System.Xml;

namespace MlNetMasks.Analysis;

/// <summary>Keeps characters out of XML and HTML that neither may hold.</summary>
internal static class XmlText
{
    /// <summary>Replaces control characters and unpaired surrogates by U+FFFD.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(letter => !XmlConvert.IsXmlChar(letter)))
        {
            return text;
        }

        char[] clean = text.ToCharArray();
        for (int i = 0; i < clean.Length; i++)
        {
            bool pair = i + 1 < clean.Length && char.IsSurrogatePair(clean[i], clean[i + 1]);
            if (pair)
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(clean[i]))
            {
                clean[i] = '\uFFFD';
            }
        }

        return new string(clean);
    }
}
