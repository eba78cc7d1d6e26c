// The files that a call's messages point at, for a provider that takes only data.
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;

namespace InworldRouter.Capabilities.Images;

/// <param name="Place">Where the URL stands in the caller's body.</param>
/// <param name="Message">Which message it is in.</param>
internal readonly record struct MessageFile(int Place, int Message, string Url);

internal static class MessageFiles
{
    /// <summary>Those that have not been fetched yet.</summary>
    public static List<MessageFile> UrlsOf(in UpstreamCall call, Provider door, UpstreamRequest request, FetchedFiles known)
    {
        var found = new List<MessageFile>();
        // Most calls point at nothing: one look at the bytes, before they are read as a conversation.
        if (call.Body.IndexOf("url\""u8) < 0 && call.Body.IndexOf("\"file\""u8) < 0)
            return found;
        var conversation = request.ConversationOf(call);
        for (var m = 0; m < conversation.Messages.Length; m++)
        {
            foreach (ref readonly var part in conversation.PartsOf(conversation.Messages[m]))
            {
                if (part.Kind is PartKind.Image or PartKind.File or PartKind.Audio or PartKind.Video && part.IsRemote(call.Body) && !door.Follows(part.Url.Inner(call.Body)) && !known.Has(part.Url.Start))
                    found.Add(new MessageFile(part.Url.Start, m, part.Url.GetString(call.Body)));
            }
        }
        return found;
    }

    /// <summary>Fetches them all at once.</summary>
    /// <returns>Null, or why the first that failed could not be had.</returns>
    /// <exception cref="OperationCanceledException">By <paramref name="cancel"/>.</exception>
    public static async ValueTask<UpstreamFailure?> FetchAsync(List<MessageFile> files, ImageFetcher fetcher, bool allowPrivateHosts, FetchedFiles into, CancellationToken cancel)
    {
        var fetches = new Task<ImageFetch>[files.Count];
        for (var i = 0; i < fetches.Length; i++)
            fetches[i] = fetcher.FetchAsync(files[i].Url, allowPrivateHosts, cancel);
        var fetched = await Task.WhenAll(fetches);
        UpstreamFailure? failure = null;
        for (var i = 0; i < fetched.Length; i++)
        {
            if (fetched[i].File is { } file)
                into.Add(files[i].Place, file);
            else
                failure ??= fetched[i].Failure! with { Kind = FailureKind.Unsupported, Param = $"messages[{files[i].Message}].content" };
        }
        return failure;
    }
}
