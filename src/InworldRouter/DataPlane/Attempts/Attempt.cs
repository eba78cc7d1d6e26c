// One try at one candidate: connect, send, and wait until it has started to answer. All of its I/O and deadlines are here.
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using InworldRouter.DataPlane.Credentials;
using InworldRouter.Capabilities.Images;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Telemetry;
using InworldRouter.Wire.Sse;

namespace InworldRouter.DataPlane.Attempts;

/// <param name="TtftTimeout">The caller's, unless this is the last candidate.</param>
/// <param name="Concessions">What the vendor refused a moment ago.</param>
public readonly record struct AttemptTerms(TimeSpan? TtftTimeout, Concessions Concessions = Concessions.None)
{
    /// <summary>Terms for another try at the same candidate after a failure of this kind; null when nothing is left to give up.</summary>
    public AttemptTerms? After(FailureKind failure)
    {
        var concession = failure switch
        {
            FailureKind.StreamOptionsRefused => Concessions.StreamOptions,
            FailureKind.SignatureRefused => Concessions.Signatures,
            _ => Concessions.None,
        };
        return (Concessions | concession) == Concessions ? null : this with { Concessions = Concessions | concession };
    }
}

public static class Attempt
{
    // What is read of an error body: enough for any vendor's words.
    private const int LargestError = 64 * 1024;

    // A whole answer may carry images; beyond this it is a fault.
    private const int LargestAnswer = 64 * 1024 * 1024;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<AttemptResult> RunAsync(Exchange exchange, ModelPlan model, ApiKeyPlan key, AttemptTerms terms)
    {
        // A JSON call with a TTFT timeout is streamed and assembled: only so is its first content seen (api.md 3.5).
        var stream = exchange.Options.Stream || terms.TtftTimeout is not null && !exchange.IsCount;
        var began = exchange.Time.GetTimestamp();
        exchange.Deadlines.BeginAttempt(model.Provider.Timeouts.Total, model.Provider.Timeouts.Connect, began);
        exchange.Clock.UpstreamBegins();
        if (key.Tokens is { } tokens)
        {
            var signedIn = await SignInAsync(exchange, model, tokens);
            if (signedIn.Token is not { } token)
                return Failed(exchange, null, key, signedIn.Failure);
            key = key.With(token);
        }
        if (AttemptCall.DoorOf(exchange, model, terms, stream) is not { } door)
            return Failed(exchange, null, key, new UpstreamFailure(FailureKind.Unsupported, "the provider has no counter of tokens"));
        exchange.Door = door;
        if (exchange.Door.NeedsFiles && await FetchFilesAsync(exchange, model, terms, stream) is { } unfetched)
            return Failed(exchange, null, key, unfetched);
        var mayReuse = true;
        while (true)
        {
            UpstreamConnection? connection = null;
            var isConnected = false;
            try
            {
                if (WriteRequest(exchange, model, key, terms, stream, out var rest) is { } unsayable)
                    return Failed(exchange, null, key, unsayable);
                connection = mayReuse ? model.Provider.Endpoint.TakeIdle() : null;
                var isNew = connection is null;
                connection ??= UpstreamEndpoint.Open();
                if (!exchange.Deadlines.Watch(connection))
                    return Failed(exchange, connection, key, null);
                if (isNew)
                    await model.Provider.Endpoint.ConnectAsync(connection);
                isConnected = true;
                BeginAnswerPhase(exchange, model, terms, stream);
                await SendAsync(exchange, rest, connection);
                await connection.ReadHeadAsync(exchange.Head);
                var result = await ReadAsync(exchange, model, key, connection, stream, began);
                if (result is FailedAttempt failed)
                    return Failed(exchange, connection, key, failed.Failure);
                if (result is WholeAnswer)
                    Release(exchange, connection, model);
                exchange.Warnings.AddRange(exchange.Request.Warnings);
                return result;
            }
            catch (Exception error)
            {
                // "one transparent retry only if no byte was … seen" (C79): the server closed an idle connection as we wrote.
                if (connection is { IsReused: true, HasAnswered: false } && exchange.Deadlines.Fired is null)
                {
                    mayReuse = false;
                    exchange.Deadlines.EndAttempt();
                    connection.Dispose();
                    exchange.Deadlines.BeginAttempt(model.Provider.Timeouts.Total, model.Provider.Timeouts.Connect, exchange.Time.GetTimestamp());
                    continue;
                }
                if (error is not (IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException or InvalidDataException))
                    RouterLog.InternalError(exchange.Id.Text, error);
                return Failed(exchange, connection, key, FailureOf(error, isConnected));
            }
        }
    }

    /// <summary>The connection has done its work: back to the pool when it can be, and was not cut.</summary>
    public static void Release(Exchange exchange, UpstreamConnection connection, ModelPlan model)
    {
        exchange.Clock.UpstreamEnds();
        if (exchange.Deadlines.EndAttempt() && connection.CanBeReused)
            model.Provider.Endpoint.Return(connection);
        else
            connection.Dispose();
    }

    /// <summary>Why the attempt ended when something outside ended it; else what it said itself.</summary>
    public static UpstreamFailure Explain(Exchange exchange, UpstreamFailure? said) => exchange.Deadlines.Fired switch
    {
        null => said ?? new UpstreamFailure(FailureKind.ConnectionLost, "the connection was lost"),
        FailureKind.ClientLeft => new(FailureKind.ClientLeft, "the client closed the connection"),
        FailureKind.ShuttingDown => new(FailureKind.ShuttingDown, "the router is shutting down"),
        FailureKind.ConnectTimeout => new(FailureKind.ConnectTimeout, "no connection within timeouts.connect"),
        FailureKind.TtftTimeout => new(FailureKind.TtftTimeout, "no first token within fallback.ttft_timeout"),
        FailureKind.FirstTokenTimeout => new(FailureKind.FirstTokenTimeout, "no first token within timeouts.firstToken"),
        FailureKind.IdleTimeout => new(FailureKind.IdleTimeout, "no event within timeouts.idle"),
        FailureKind.TotalTimeout => new(FailureKind.TotalTimeout, "no complete answer within timeouts.total"),
        var other => throw new InvalidOperationException($"{other} does not end an attempt from outside"),
    };

    /// <summary>Translates what has arrived. Events stay in the reader when the stream's end or failure comes before them.</summary>
    public static StreamStep Pump(SseReader events, StreamTranslator translator, Wire.Buffers.PooledBuffer output, bool untilContent)
    {
        while (events.TryRead(out var found))
        {
            var step = translator.Translate(found, output);
            if (step is StreamStep.End or StreamStep.Failed || step == StreamStep.Content && untilContent)
                return step;
        }
        return StreamStep.Quiet;
    }

    /// <summary>At the end of input: an event that was cut short, then the end itself.</summary>
    public static StreamStep PumpLast(SseReader events, StreamTranslator translator, Wire.Buffers.PooledBuffer output)
    {
        while (events.TryReadLast(out var found))
        {
            var step = translator.Translate(found, output);
            if (step is StreamStep.End or StreamStep.Failed)
                return step;
        }
        return translator.EndOfInput();
    }

    // Neither is set when the attempt was ended from outside while it waited.
    private static async ValueTask<TokenFetch> SignInAsync(Exchange exchange, ModelPlan model, AccessTokens tokens)
    {
        if (tokens.Current is { } good)
            return new TokenFetch(good, null);
        try
        {
            var fetched = await tokens.FetchAsync(exchange.Deadlines.WaitToken());
            exchange.Deadlines.BeginPhase(FailureKind.ConnectTimeout, model.Provider.Timeouts.Connect, exchange.Time.GetTimestamp());
            return fetched;
        }
        catch (OperationCanceledException)
        {
            return default;
        }
    }

    // What this vendor cannot fetch itself. A file that cannot be had here may be within another vendor's reach.
    private static async ValueTask<UpstreamFailure?> FetchFilesAsync(Exchange exchange, ModelPlan model, AttemptTerms terms, bool stream)
    {
        var urls = MessageFiles.UrlsOf(AttemptCall.Of(exchange, model, terms, stream), exchange.Door, exchange.Request, exchange.Files);
        if (urls.Count == 0)
            return null;
        exchange.Deadlines.BeginPhase(FailureKind.TotalTimeout, model.Provider.Timeouts.Total, exchange.Time.GetTimestamp());
        try
        {
            var failure = await MessageFiles.FetchAsync(urls, exchange.Images, exchange.Plan.Limits.AllowPrivateImageHosts, exchange.Files, exchange.Deadlines.WaitToken());
            exchange.Deadlines.BeginPhase(FailureKind.ConnectTimeout, model.Provider.Timeouts.Connect, exchange.Time.GetTimestamp());
            return failure;
        }
        catch (OperationCanceledException)
        {
            return Explain(exchange, null);
        }
    }

    // The bytes are written for the send and given back after it: should they be needed again, which is rare, they are written again.
    // rest: where in the caller's body what is to be sent as it is begins.
    private static UpstreamFailure? WriteRequest(Exchange exchange, ModelPlan model, ApiKeyPlan key, AttemptTerms terms, bool stream, out int rest)
    {
        var call = AttemptCall.Of(exchange, model, terms, stream);
        rest = 0;
        exchange.Request.Reset();
        if ((exchange.Door.WriteRequest(call, exchange.Request) ?? exchange.Request.Fault) is { } unsayable)
            return unsayable;
        exchange.RequestBytes.Truncate(0);
        rest = RequestWriter.Write(call, exchange.Door, exchange.Request, model.Provider, key, exchange.RequestBytes);
        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendAsync(Exchange exchange, int rest, UpstreamConnection connection)
    {
        await connection.SendAsync(exchange.RequestBytes.WrittenMemory);
        if (rest < exchange.Body.Length)
            await connection.SendAsync(exchange.Body.Memory[rest..]);
        exchange.RequestBytes.Dispose();
        // While the provider thinks: a stream of Messages begins with what its prompt was (C36).
        if (exchange is { Dialect: CallerDialect.Messages, Options.Stream: true, PromptEstimate: 0 })
            exchange.PromptEstimate = exchange.Request.EstimateTokens(exchange.Body.Span);
        exchange.Request.Release();
    }

    private static void BeginAnswerPhase(Exchange exchange, ModelPlan model, AttemptTerms terms, bool stream)
    {
        var timeouts = model.Provider.Timeouts;
        var now = exchange.Time.GetTimestamp();
        if (terms.TtftTimeout is { } ttft && ttft <= timeouts.FirstToken)
            exchange.Deadlines.BeginPhase(FailureKind.TtftTimeout, ttft, now);
        else if (stream)
            exchange.Deadlines.BeginPhase(FailureKind.FirstTokenTimeout, timeouts.FirstToken, now);
        else
            exchange.Deadlines.BeginPhase(FailureKind.TotalTimeout, timeouts.Total, now);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AttemptResult> ReadAsync(Exchange exchange, ModelPlan model, ApiKeyPlan key, UpstreamConnection connection, bool stream, long began)
    {
        var head = exchange.Head;
        var body = new UpstreamBody(connection, head.Coding);
        exchange.Answer.Truncate(0);
        if (head.Status is < 200 or >= 300)
            return await ReadErrorAsync(exchange, model, body);
        if (!stream && head.Format != BodyFormat.EventStream || exchange.IsCount)
            return await ReadAnswerAsync(exchange, model, body, began);
        var translator = exchange.TranslatorFor(exchange.Door, whole: !exchange.Options.Stream);
        translator.Begin(AttemptCall.IdentityOf(exchange, model, forCaller: exchange.Options.Stream));
        exchange.Output.Truncate(0);
        exchange.Events.Reset();
        if (head.Format == BodyFormat.Json)
        {
            // A whole answer where a stream was asked for: one event that says everything.
            if (await ReadAllAsync(body, exchange.Answer, LargestAnswer) is { } tooLarge)
                return tooLarge;
            exchange.Events.Write("data: "u8);
            exchange.Events.Write(CompactLines(exchange.Answer));
            exchange.Events.Write("\n\n"u8);
        }
        var started = await ReadUntilContentAsync(exchange, model, key, body, translator, began);
        return exchange.Options.Stream || started is not StartedStream opened ? started : await AssembleAsync(exchange, opened);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AttemptResult> ReadUntilContentAsync(Exchange exchange, ModelPlan model, ApiKeyPlan key, UpstreamBody body, StreamTranslator translator, long began)
    {
        var received = 0L;
        while (true)
        {
            var step = Pump(exchange.Events, translator, exchange.Output, untilContent: true);
            if (step == StreamStep.Quiet)
            {
                var read = await body.ReadAsync(exchange.Events.GetMemory());
                received += read;
                exchange.Events.Advance(read);
                if (exchange.Events.Overflowed)
                    return new UpstreamFailure(FailureKind.MalformedAnswer, $"an event of the stream is longer than {exchange.Events.MaxEventBytes} bytes");
                if (read > 0)
                    continue;
                step = PumpLast(exchange.Events, translator, exchange.Output);
            }
            switch (step)
            {
                case StreamStep.Failed when received == 0 && exchange.Answer.IsEmpty:
                    return new UpstreamFailure(FailureKind.EmptyAnswer, $"HTTP {exchange.Head.Status} with an empty body");
                case StreamStep.Failed when exchange.Head.Format == BodyFormat.Other && translator.Failure!.Kind == FailureKind.Truncated:
                    return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider answered a stream request with something that is no event stream");
                case StreamStep.Failed:
                    return translator.Failure!;
                case StreamStep.End when translator is { ContentEvents: 0, EndedEarly: false }:
                    return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider's stream ended without content");
            }
            return new StartedStream(model, key, body, translator, began, exchange.Time.GetElapsedTime(began), step == StreamStep.End);
        }
    }

    // The caller wants JSON and has seen nothing yet, so a failure anywhere in the stream is still one of this attempt.
    private static async ValueTask<AttemptResult> AssembleAsync(Exchange exchange, StartedStream stream)
    {
        var idle = stream.Model.Provider.Timeouts.Idle;
        var step = stream.Ended ? StreamStep.End : Pump(exchange.Events, stream.Translator, exchange.Output, untilContent: false);
        exchange.Deadlines.BeginPhase(FailureKind.IdleTimeout, idle, exchange.Time.GetTimestamp());
        while (step is not (StreamStep.End or StreamStep.Failed))
        {
            var seen = exchange.Events.EventsRead;
            var read = await stream.Body.ReadAsync(exchange.Events.GetMemory());
            exchange.Events.Advance(read);
            step = read > 0
                ? Pump(exchange.Events, stream.Translator, exchange.Output, untilContent: false)
                : PumpLast(exchange.Events, stream.Translator, exchange.Output);
            if (exchange.Events.EventsRead != seen)
                exchange.Deadlines.Touch(idle, exchange.Time.GetTimestamp());
        }
        if (step == StreamStep.Failed)
            return stream.Translator.Failure!;
        if (exchange.Dialect != CallerDialect.Chat)
        {
            stream.Translator.Complete([], exchange.Output);
            return new WholeAnswer(stream.Model, stream.Translator.Usage, stream.Ttft);
        }
        stream.Translator.Complete("{}"u8, exchange.Output);
        exchange.Answer.Truncate(0);
        AnswerAssembler.Assemble(exchange.Output.Written, exchange.Answer);
        exchange.Output.Truncate(0);
        exchange.Output.Write(exchange.Answer.Written);
        return new WholeAnswer(stream.Model, stream.Translator.Usage, stream.Ttft);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AttemptResult> ReadAnswerAsync(Exchange exchange, ModelPlan model, UpstreamBody body, long began)
    {
        if (await ReadAllAsync(body, exchange.Answer, LargestAnswer) is { } tooLarge)
            return tooLarge;
        exchange.Output.Truncate(0);
        var failure = exchange.Door.TranslateAnswer(exchange.Answer.Written, AttemptCall.IdentityOf(exchange, model, forCaller: false), exchange.Output, out var usage);
        if (failure is not null)
            return failure;
        return new WholeAnswer(model, usage, exchange.Time.GetElapsedTime(began));
    }

    private static async ValueTask<AttemptResult> ReadErrorAsync(Exchange exchange, ModelPlan model, UpstreamBody body)
    {
        var head = exchange.Head;
        await ReadAllAsync(body, exchange.Answer, LargestError);
        if (head.Status < 400)
            return new UpstreamFailure(FailureKind.MalformedAnswer, $"HTTP {head.Status}: a redirect, or no answer") { Status = head.Status };
        var failure = exchange.Door.Classify(head.Status, exchange.Answer.Written);
        var wait = head.RetryAfter ?? (head.RetryAfterDate is { } date ? date - exchange.Time.GetUtcNow() : null);
        return failure with { RetryAfter = wait > TimeSpan.Zero ? wait : failure.RetryAfter };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<UpstreamFailure?> ReadAllAsync(UpstreamBody body, Wire.Buffers.PooledBuffer into, int limit)
    {
        while (true)
        {
            var read = await body.ReadAsync(into.GetMemory(4096));
            if (read == 0)
                return null;
            into.Advance(read);
            if (into.Length > limit)
                return new UpstreamFailure(FailureKind.MalformedAnswer, $"the provider's answer is longer than {limit} bytes");
        }
    }

    // An event's data may not have line ends; in JSON they are only ever white space.
    private static ReadOnlySpan<byte> CompactLines(Wire.Buffers.PooledBuffer answer)
    {
        var bytes = answer.WrittenForEdit;
        bytes.Replace((byte)'\n', (byte)' ');
        bytes.Replace((byte)'\r', (byte)' ');
        return bytes;
    }

    private static UpstreamFailure Failed(Exchange exchange, UpstreamConnection? connection, ApiKeyPlan key, UpstreamFailure? said)
    {
        exchange.Clock.UpstreamEnds();
        var failure = Explain(exchange, said);
        if (failure.Kind == FailureKind.Credential)
            key.Tokens?.Drop(key.Secret);
        exchange.Deadlines.EndAttempt();
        connection?.Dispose();
        return Redaction.Clean(failure, key.Secret);
    }

    private static UpstreamFailure FailureOf(Exception error, bool isConnected) => error switch
    {
        UpstreamProtocolException => new(FailureKind.MalformedAnswer, error.Message),
        InvalidDataException => new(FailureKind.MalformedAnswer, $"the answer's content coding is broken: {error.Message}"),
        AuthenticationException => new(FailureKind.Connect, $"TLS failed: {error.Message}"),
        _ when !isConnected => new(FailureKind.Connect, $"no connection: {error.Message}"),
        _ => new(FailureKind.ConnectionLost, $"the connection was lost before an answer: {error.Message}"),
    };
}
