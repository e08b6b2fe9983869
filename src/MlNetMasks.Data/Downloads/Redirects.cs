using System.Net;

namespace MlNetMasks.Data;

/// <summary>Which redirects are followed: to http or https, and from https to http only when the first address was http as well.</summary>
internal static class Redirects
{
    public static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    public static bool IsRedirect(HttpStatusCode status)
        => status is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>The address that a redirect leads to.</summary>
    /// <exception cref="SourceFault">It leads nowhere, or to where it must not.</exception>
    public static Uri Target(Uri first, Uri current, Uri? location)
    {
        if (location is null || !Uri.TryCreate(current, location, out Uri? target))
        {
            throw new SourceFault($"redirects from {current} without a usable address", isLasting: true);
        }

        if (!IsHttp(target))
        {
            throw new SourceFault($"redirects to {target}, which is neither http nor https", isLasting: true);
        }

        return target.Scheme == Uri.UriSchemeHttp && first.Scheme == Uri.UriSchemeHttps
            ? throw new SourceFault($"redirects from https to the unprotected {target}", isLasting: true)
            : target;
    }
}
