// The pictures of a conversation as files of an edit: the user's own and those of earlier answers.
using System.Text;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;

namespace InworldRouter.Providers.Images;

/// <summary>"image[] files (≤16, ≤50 MB png/webp/jpg) … assistant messages carrying images[] (multi-turn editing): → OpenAI edits input" (providers.md G.2, G.3).</summary>
internal readonly ref struct InputImages(in UpstreamCall call, Conversation conversation, List<string> warnings)
{
    private const int Most = 16;

    private readonly UpstreamCall _call = call;

    public static int Count(Conversation conversation)
    {
        var count = 0;
        foreach (ref readonly var part in conversation.Parts)
            count += part.Kind == PartKind.Image ? 1 : 0;
        return count;
    }

    /// <returns>Null, or which of them cannot be sent.</returns>
    public UpstreamFailure? Write(in FormBody form, int count)
    {
        if (count > Most)
            warnings.Add($"{count} images in the messages: the last {Most} are sent");
        var number = 0;
        for (var m = 0; m < conversation.Messages.Length; m++)
        {
            var parts = conversation.PartsOf(conversation.Messages[m]);
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Kind != PartKind.Image || ++number <= count - Most)
                    continue;
                if (Write(form, parts[i], number - 1) is { } unsayable)
                    return new UpstreamFailure(FailureKind.Unsupported, unsayable) { Param = $"messages[{m}].content[{i}]" };
            }
        }
        return null;
    }

    private string? Write(in FormBody form, in Part part, int number)
    {
        byte[] data;
        ReadOnlySpan<byte> type;
        if (_call.Files is { } files && files.Has(part.Url.Start))
        {
            data = files[part.Url.Start].Bytes;
            type = Encoding.ASCII.GetBytes(files[part.Url.Start].MediaType);
        }
        else if (!part.Data.IsPresent)
            return part.Url.IsPresent ? "an image at an address that was not fetched; send it as a data: URL" : "an uploaded file's id; the images API takes the data itself";
        else if (MediaTypes.TryDecode(part.Data.Inner(_call.Body), out data))
            type = MediaTypes.Sniff(part.Data.Inner(_call.Body)) is { IsEmpty: false } seen ? seen : MediaTypes.Known(part.MediaType, _call.Body);
        else
            return "an image whose data is not base64";
        var extension = type switch
        {
            _ when type.SequenceEqual("image/png"u8) => "png",
            _ when type.SequenceEqual("image/webp"u8) => "webp",
            _ when type.SequenceEqual("image/jpeg"u8) => "jpg",
            _ => null,
        };
        if (extension is null)
            return $"{(type.IsEmpty ? "an image of a kind that cannot be told" : Encoding.UTF8.GetString(type))}; the images API takes image/png, image/webp and image/jpeg";
        form.WriteFile("image[]"u8, $"image-{number}.{extension}", type, data);
        return null;
    }
}
