// Every vendor's errors to every caller: before the answer, and in the middle of its stream.
using System.Text;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Tests.DataPlane.Egress;

/// <summary>The part of the goldens' matrix (<c>InworldRouter.Providers.Tests/Golden/Matrix</c>) that is the program's: <c>error-before</c> here, <c>error-during</c> in the matrix' own folders.</summary>
public sealed class ErrorMatrixTests
{
    private const string Model = "vendor/model";

    // "the caller's fault keeps 4xx; last failure 429 → 429 with Retry-After; other upstream failure → 502"; "provider 401/402/403 → 502 towards every client" (api.md 6, 10).
    public static TheoryData<string, int, string, int, string, int, string> Before => new()
    {
        { "openai", 400, """{"error":{"message":"Unknown parameter: 'x'.","type":"invalid_request_error","param":"x","code":"unknown_parameter"}}""", 400, """{"message":"Unknown parameter: 'x'.","type":"invalid_request_error","param":"x","code":"unknown_parameter"}""", 400, """{"type":"invalid_request_error","message":"Unknown parameter: 'x'."}""" },
        { "openai", 401, """{"error":{"message":"Incorrect API key provided: sk-abc.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", 502, """{"message":"vendor/model: the provider refused the router's own credential (authentication, HTTP 401).","type":"api_error","param":null,"code":"provider_auth"}""", 502, """{"type":"api_error","message":"vendor/model: the provider refused the router's own credential (authentication, HTTP 401)."}""" },
        { "openai", 429, """{"error":{"message":"Too many requests.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""", 429, """{"message":"vendor/model: Too many requests.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}""", 429, """{"type":"rate_limit_error","message":"vendor/model: Too many requests."}""" },
        { "openai", 503, """{"error":{"message":"Slow down.","type":"server_error","param":null,"code":null}}""", 502, """{"message":"vendor/model: Slow down.","type":"api_error","param":null,"code":"upstream_error"}""", 502, """{"type":"api_error","message":"vendor/model: Slow down."}""" },
        // "an Anthropic upstream's error keeps its status, type and text towards an Anthropic client"
        { "anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"messages: roles must alternate"},"request_id":"req_1"}""", 400, """{"message":"messages: roles must alternate","type":"invalid_request_error","param":null,"code":null}""", 400, """{"type":"invalid_request_error","message":"messages: roles must alternate"}""" },
        { "anthropic", 401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key sk-abc"},"request_id":"req_1"}""", 502, """{"message":"vendor/model: the provider refused the router's own credential (authentication, HTTP 401).","type":"api_error","param":null,"code":"provider_auth"}""", 502, """{"type":"api_error","message":"vendor/model: the provider refused the router's own credential (authentication, HTTP 401)."}""" },
        { "anthropic", 429, """{"type":"error","error":{"type":"rate_limit_error","message":"Too many requests."},"request_id":"req_1"}""", 429, """{"message":"vendor/model: Too many requests.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}""", 429, """{"type":"rate_limit_error","message":"Too many requests."}""" },
        { "anthropic", 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""", 502, """{"message":"vendor/model: Overloaded","type":"api_error","param":null,"code":"upstream_error"}""", 529, """{"type":"overloaded_error","message":"Overloaded"}""" },
        { "gemini", 400, """{"error":{"code":400,"message":"Invalid value at 'contents'.","status":"INVALID_ARGUMENT"}}""", 400, """{"message":"Invalid value at 'contents'.","type":"invalid_request_error","param":null,"code":null}""", 400, """{"type":"invalid_request_error","message":"Invalid value at 'contents'."}""" },
        { "gemini", 401, """{"error":{"code":401,"message":"Bad token sk-abc.","status":"UNAUTHENTICATED"}}""", 502, """{"message":"vendor/model: the provider refused the router's own credential (authentication, HTTP 401).","type":"api_error","param":null,"code":"provider_auth"}""", 502, """{"type":"api_error","message":"vendor/model: the provider refused the router's own credential (authentication, HTTP 401)."}""" },
        { "gemini", 429, """{"error":{"code":429,"message":"Quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}""", 429, """{"message":"vendor/model: Quota.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}""", 429, """{"type":"rate_limit_error","message":"vendor/model: Quota."}""" },
        { "gemini", 503, """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", 502, """{"message":"vendor/model: The model is overloaded.","type":"api_error","param":null,"code":"upstream_error"}""", 502, """{"type":"api_error","message":"vendor/model: The model is overloaded."}""" },
    };

    public static TheoryData<CallerDialect, string> Cells => [.. Enum.GetValues<CallerDialect>().SelectMany(caller => (string[])["openai", "anthropic", "gemini", "responses"], (caller, upstream) => (caller, upstream))];

    [Theory]
    [MemberData(nameof(Before))]
    public async Task C62_AnErrorBeforeTheAnswer_IsInTheCallersDialect(string upstream, int status, string said, int toOpenAI, string error, int toAnthropic, string enveloped)
    {
        // OpenAI's two APIs have one form of error.
        string[] doors = upstream == "openai" ? ["openai", "responses"] : [upstream];
        foreach (var (door, caller) in doors.SelectMany(_ => Enum.GetValues<CallerDialect>(), (door, caller) => (door, caller)))
        {
            var failure = ProviderOf(door).Classify(status, Encoding.UTF8.GetBytes(said));
            var isEnveloped = caller == CallerDialect.Messages;
            using var side = new CallerSide();
            using var scratch = new PooledBuffer();
            var told = RouterError.From(failure, Model, caller);
            ErrorWriter.WriteAnswer(side.Http.Response, caller, told, null, default, scratch);
            await side.CompleteAsync();

            Assert.Equal(isEnveloped ? $$"""{"type":"error","error":{{enveloped}}}""" : $$"""{"error":{{error}}}""", await side.ReadToEndAsync());
            Assert.Equal(isEnveloped ? toAnthropic : toOpenAI, side.StatusCode);
            // "A 429 always carries Retry-After (1 s when the provider gave none)."
            Assert.Equal(status != 429 ? "" : upstream == "gemini" ? "35" : "1", side.Headers.RetryAfter.ToString());
        }
    }

    // What was told stays (C69); what follows ends the stream in the caller's own way, without [DONE] and without a message_stop (C38).
    [Theory]
    [MemberData(nameof(Cells))]
    public void AnErrorDuringTheStream_EndsItInTheCallersDialect(CallerDialect caller, string upstream)
    {
        var cell = $"{caller.ToString().ToLowerInvariant()}-to-{upstream}";
        using var output = new PooledBuffer();
        var translator = ProviderOf(upstream).CreateStreamTranslator(caller);
        translator.Begin(new AnswerIdentity { Caller = caller, Id = "chatcmpl-0198c5a07d2f7c3e"u8.ToArray(), Created = 1763596800, ModelJson = "\"vendor/model\""u8.ToArray(), PromptEstimate = 7 });
        using var events = new SseReader();
        events.Write(Encoding.UTF8.GetBytes(Text($"from-{upstream}", "stream.sse") + "\n\n"));
        while (events.TryRead(out var found) && translator.Translate(found, output) is not StreamStep.Failed)
        {
        }
        var told = output.Length;
        var error = RouterError.From(translator.Failure!, Model, caller);
        // As StreamRelay ends it.
        if (!translator.TryFail(error.Code ?? error.Type, error.Message, output))
            ErrorWriter.WriteEvent(caller, error, null, output);

        Assert.Equal(Text(cell, "last.sse") + "\n\n", Encoding.UTF8.GetString(output.Written[told..]));
    }

    private static Provider ProviderOf(string upstream) => upstream switch
    {
        "anthropic" => new AnthropicProvider(),
        "gemini" => new GeminiProvider(),
        "responses" => new ResponsesProvider(),
        _ => new OpenAIProvider(),
    };

    private static string Text(string folder, string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Matrix", folder, "error-during", file)).TrimEnd('\n');
}
