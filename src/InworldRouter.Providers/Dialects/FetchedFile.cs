// A file that a message named by its address, fetched for a vendor that takes only data.
namespace InworldRouter.Providers.Dialects;

/// <param name="MediaType">What its bytes are, such as <c>image/png</c>; lower case, without parameters.</param>
public sealed record FetchedFile(string MediaType, byte[] Bytes);
