// What a Responses call answers: the history that it refers to, then its own items.
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Responses;

/// <summary>
/// <c>previous_response_id</c> is resolved here, whoever answered and whoever is to answer next: the items of the response's call and of its output are put before the new
/// ones. Its instructions are not inherited ("the instructions from a previous response will not be carried over", OpenAI's reference of <c>instructions</c>).
/// </summary>
public sealed class CallHistory(KeptResponses kept)
{
    /// <summary>Makes the body say all that is to be answered, and notes what is to be kept and repeated of it.</summary>
    /// <returns>Null, or the refusal.</returns>
    public async ValueTask<RouterError?> EnterAsync(Exchange exchange)
    {
        Note(exchange, out var keeps);
        // What runs in the background has come through here already, and is kept by its run.
        if (exchange.Http.Features.Get<BackgroundRun>() is not null)
            return null;
        if (exchange.RunsInBackground && !keeps)
            return RouterError.Invalid("background", "background needs store: a response that is not kept could not be fetched. Leave store out or set it true, or call without background.");
        StoredResponse? previous = null;
        if (exchange.Fields.PreviousResponseId.HasValue)
        {
            var id = exchange.Fields.PreviousResponseId.GetString(exchange.Body.Span);
            try
            {
                previous = await kept.FindAsync(id, exchange.Caller.Name);
            }
            catch (StoreUnavailableException)
            {
                return Unavailable;
            }
            if (Refuse(previous, id) is { } refusal)
                return refusal;
        }
        if (keeps || previous is not null)
            WriteInput(previous, exchange.Fields.Input, exchange.Body.Span, exchange.KeptInput);
        if (previous is not null)
            Rewrite(exchange);
        exchange.Keeper = keeps ? kept : null;
        return null;
    }

    /// <summary>Nothing of where and why: that is the operator's.</summary>
    public static RouterError Unavailable { get; } =
        new(503, "server_error", "The store of responses cannot be reached at present; the router's log says why. Try again, or send the whole conversation as input.")
        {
            Code = "store_unavailable",
            RetryAfter = TimeSpan.FromSeconds(5), // the longest that the store itself waits before it tries again
        };

    private static void Note(Exchange exchange, out bool keeps)
    {
        var body = exchange.Body.Span;
        ResponsesRequestFields.TryScan(body, out var said, out _);
        ResponsesEcho.Write(said, body, exchange.Echo);
        if (exchange.Fields.PreviousResponseId.HasValue)
            exchange.PreviousId = exchange.Fields.PreviousResponseId.Raw(body).ToArray();
        var effective = CallReader.Effective(exchange.Fields, body);
        keeps = effective.Store.Kind != JsonKind.False;
        // "with stream:true it is simply streamed"
        exchange.RunsInBackground = effective.Background.IsTrue && !exchange.Options.Stream;
    }

    private static RouterError? Refuse(StoredResponse? previous, string id)
    {
        if (previous is null)
            return RouterError.Invalid("previous_response_id", $"Previous response with id '{id}' not found.", "previous_response_not_found");
        return ResponseObject.IsUnderWay(previous.Response.Span)
            ? RouterError.Invalid("previous_response_id", $"Previous response with id '{id}' has not come to its end; fetch it until its status is completed.", "previous_response_not_completed")
            : null;
    }

    // The input items of the previous call, its output, the items of this call: ready to be an "input".
    private static void WriteInput(StoredResponse? previous, in JsonValue input, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        output.Truncate(0);
        output.Write((byte)'[');
        if (previous is not null)
        {
            WriteElements(previous.Input.Span, output);
            ResponseObjectFields.TryScan(previous.Response.Span, out var response, out _);
            if (response.Output.Kind == JsonKind.Array)
                WriteElements(response.Output.Raw(previous.Response.Span), output);
        }
        if (input.Kind == JsonKind.String)
        {
            Separate(output);
            output.Write("{\"type\":\"message\",\"role\":\"user\",\"content\":"u8);
            output.Write(input.Raw(body));
            output.Write((byte)'}');
        }
        else
        {
            WriteElements(input.Raw(body), output);
        }
        output.Write((byte)']');
    }

    // A JSON array's elements as they were written: order, numbers and spaces are part of what a cache knows again (C58).
    private static void WriteElements(ReadOnlySpan<byte> array, PooledBuffer output)
    {
        var elements = array[1..^1].Trim(" \r\n\t"u8);
        if (elements.IsEmpty)
            return;
        Separate(output);
        output.Write(elements);
    }

    private static void Separate(PooledBuffer output)
    {
        if (output.Length > 1)
            output.Write((byte)',');
    }

    private static void Rewrite(Exchange exchange)
    {
        exchange.BodyEdits.Clear();
        exchange.BodyEdits.Replace(exchange.Fields.Input, exchange.KeptInput.Written);
        exchange.Body.Rewrite(exchange.BodyEdits);
        exchange.BodyEdits.Clear();
        CallFields.TryScan(exchange.Dialect, exchange.Body.Span, out exchange.Fields, out _);
    }
}
