// Who a call is made for, as OpenAI's APIs are told.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

internal static class SaidUser
{
    /// <summary>Writes <c>user</c>, <c>safety_identifier</c>, <c>prompt_cache_key</c> and <c>service_tier</c>, each behind a comma, as far as they are known.</summary>
    public static void Write(in UpstreamCall call, in CallSettings settings, PooledBuffer output)
    {
        Copy(",\"prompt_cache_key\":"u8, settings.PromptCacheKey, call, output);
        if (call.Caller != CallerDialect.Messages)
        {
            Copy(",\"user\":"u8, settings.User, call, output);
            Copy(",\"safety_identifier\":"u8, settings.SafetyIdentifier, call, output);
            Copy(",\"service_tier\":"u8, settings.ServiceTier, call, output);
            return;
        }
        // A Messages caller's service_tier is not told: none of Anthropic's words means one of OpenAI's but "auto", which is what is done unasked.
        if (!settings.User.IsNonEmptyString)
            return;
        output.Write(",\"safety_identifier\":\""u8);
        MetadataUser.WriteHash(settings.User, call.Body, output);
        output.Write((byte)'"');
        var from = output.Length;
        output.Write(",\"prompt_cache_key\":\""u8);
        if (MetadataUser.TryWriteSession(settings.User, call.Body, output))
            output.Write((byte)'"');
        else
            output.Truncate(from);
    }

    private static void Copy(ReadOnlySpan<byte> name, in Wire.Json.JsonValue value, in UpstreamCall call, PooledBuffer output)
    {
        if (!value.HasValue)
            return;
        output.Write(name);
        output.Write(value.Raw(call.Body));
    }
}
