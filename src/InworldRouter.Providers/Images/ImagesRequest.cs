// A call as the images API takes it: a prompt alone, or a prompt and the pictures to edit.
using System.Security.Cryptography;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Images;

/// <summary>"No input images: POST /v1/images/generations …; input images present: POST /v1/images/edits multipart" (providers.md G.2). Never <c>response_format</c>.</summary>
internal readonly ref struct ImagesRequest
{
    private readonly UpstreamCall _call;
    private readonly UpstreamRequest _request;
    private readonly Conversation _conversation;

    public ImagesRequest(in UpstreamCall call, UpstreamRequest request)
    {
        _call = call;
        _request = request;
        _conversation = request.ConversationOf(call);
    }

    private ref CallSettings Settings => ref _conversation.Settings;

    public UpstreamFailure? Write()
    {
        if (Unsupported() is { } unsupported)
            return unsupported;
        WarnOfDropped();
        var images = InputImages.Count(_conversation);
        if (images == 0)
            return WriteParameters(_request.Body);
        using var parameters = new PooledBuffer();
        if (WriteParameters(parameters) is { } refused)
            return refused;
        // No caller can write a body that holds its own hash; and the same call gets the same bytes (C59).
        var form = new FormBody(_request.Body, $"inworld-{Convert.ToHexStringLower(SHA256.HashData(_call.Body).AsSpan(0, 16))}");
        _request.ContentType.WriteText(form.ContentType);
        form.WriteMembers(parameters.Written);
        if (new InputImages(_call, _conversation, _request.Warnings).Write(form, images) is { } unsayable)
            return unsayable;
        form.End();
        return null;
    }

    private UpstreamFailure? Unsupported()
    {
        if (Settings.Modalities.Kind == JsonKind.Array && Settings.Modalities.Raw(_call.Body).IndexOf("\"audio\""u8) >= 0)
            return Refusal("modalities", "image models do not answer with audio");
        if (Settings.ToolChoice is ToolChoice.Any or ToolChoice.Named && !_conversation.Tools.IsEmpty)
            return Refusal("tool_choice", "image models do not call tools");
        return null;
    }

    // The parameters as JSON, which is the body itself when there is nothing to edit.
    private UpstreamFailure? WriteParameters(PooledBuffer output)
    {
        var settings = ImageSettings.Of(Settings.ImageConfig, _call.Body);
        output.Write("{\"model\":"u8);
        output.WriteJsonString(_call.UpstreamModel.AsSpan());
        output.Write(",\"prompt\":\""u8);
        if (!ImagePrompt.Write(_conversation, _call.Body, output))
            return Refusal("messages", "there is no text in the messages that says what to draw");
        output.Write((byte)'"');
        var n = settings.N.Kind == JsonKind.Number ? settings.N : Settings.N;
        if (n.Kind == JsonKind.Number)
        {
            output.Write(",\"n\":"u8);
            output.Write(n.Raw(_call.Body));
        }
        settings.WriteLooks(_call, _request.Warnings, output);
        var user = Settings.SafetyIdentifier.IsNonEmptyString ? Settings.SafetyIdentifier : Settings.User;
        if (user.IsNonEmptyString)
        {
            output.Write(",\"user\":"u8);
            output.Write(user.Raw(_call.Body));
        }
        // "n must be 1 when streaming": several come whole, which is read in a stream's place too.
        if (_call.Stream && !(n.TryGetInt64(_call.Body, out var count) && count > 1))
        {
            output.Write(",\"stream\":true"u8);
            settings.WritePartials(_call.Body, output);
        }
        output.Write((byte)'}');
        return null;
    }

    private void WarnOfDropped()
    {
        if (!_conversation.Tools.IsEmpty)
            _request.Warnings.Add("tools are not sent: image models do not call them");
        if (Settings.Form != AnswerForm.Text)
            _request.Warnings.Add("response_format is not sent: image models do not answer in JSON");
    }

    private static UpstreamFailure Refusal(string param, string words) => new(FailureKind.Unsupported, words) { Param = param };
}
