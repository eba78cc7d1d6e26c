// The responses that are kept here, as their makers see them.
using System.Text;
using InworldRouter.Plan;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Responses;

/// <summary>"Responses of every dialect are kept here (unless store:false) so that retrieve, delete and previous_response_id work for all" (api.md 7).</summary>
/// <param name="lifetime">How long each is kept.</param>
public sealed class KeptResponses(IResponseStore store, TimeSpan lifetime, TimeProvider time) : IAsyncDisposable
{
    // "timeouts.total" is at most a day: what is still under way after that was left by an instance that stopped without a word.
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(24);

    /// <returns>Null: there is none of this id, or it is another key's; which of the two is nobody's business.</returns>
    /// <exception cref="StoreUnavailableException" />
    public async Task<StoredResponse?> FindAsync(string id, string owner)
    {
        if (!StoredResponse.IsId(id))
            return null;
        var found = await store.FindAsync(id, CancellationToken.None);
        var now = time.GetUtcNow();
        if (found is null || found.Owner != owner || found.Expires <= now)
            return null;
        return found.Created + LongestRun < now && ResponseObject.IsUnderWay(found.Response.Span)
            ? found with { Response = ResponseObject.Failed(found.Response.Span, "server_error", "The router that ran it has stopped. Send the call again.") }
            : found;
    }

    /// <exception cref="StoreUnavailableException" />
    public Task SaveAsync(StoredResponse response) => store.SaveAsync(response, CancellationToken.None);

    /// <exception cref="StoreUnavailableException" />
    public Task DeleteAsync(string id) => store.DeleteAsync(id, CancellationToken.None);

    public StoredResponse New(string id, string owner, ReadOnlyMemory<byte> response, ReadOnlyMemory<byte> input)
    {
        var now = time.GetUtcNow();
        return new StoredResponse(id, owner, now, now + lifetime, response, input);
    }

    /// <summary>
    /// Keeps an answer before its last bytes go out, so that the caller may refer to it at once. A store in trouble keeps nobody from the answer.
    /// </summary>
    /// <param name="response">The object.</param>
    public async ValueTask KeepAsync(Exchange exchange, ReadOnlyMemory<byte> response)
    {
        if (IdOf(response.Span) is not { } id)
            return;
        try
        {
            await SaveAsync(New(id, exchange.Caller.Name, response.ToArray(), exchange.KeptInput.Written.ToArray()));
        }
        catch (StoreUnavailableException)
        {
            // The operator has been told.
        }
    }

    /// <summary>The same for a stream: the response in its last event.</summary>
    /// <param name="from">Where in the exchange's output its last events begin.</param>
    public ValueTask KeepLastAsync(Exchange exchange, int from)
    {
        var response = LastResponse(exchange.Output.Written, from);
        return response.Length == 0 ? default : KeepAsync(exchange, exchange.Output.WrittenMemory.Slice(response.Start, response.Length));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static string? IdOf(ReadOnlySpan<byte> response)
    {
        if (!ResponseObjectFields.TryScan(response, out var fields, out _) || fields.Id.Kind != JsonKind.String)
            return null;
        var id = Encoding.UTF8.GetString(fields.Id.Inner(response));
        return StoredResponse.IsId(id) ? id : null;
    }

    // "response.completed", "response.incomplete" and "response.failed" have it; an error event has none.
    private static JsonValue LastResponse(ReadOnlySpan<byte> events, int from)
    {
        var data = events[from..].LastIndexOf("data: "u8);
        // In JSON a line end is an escape: what stands after one begins a line.
        while (data > 0 && events[from + data - 1] != '\n')
            data = events.Slice(from, data).LastIndexOf("data: "u8);
        if (data < 0)
            return default;
        var start = from + data + "data: "u8.Length;
        var last = default(LastEventFields);
        var scanner = new JsonScanner(events, start);
        LastEventFields.Scan(ref scanner, ref last);
        return !scanner.Failed && last.Response.Kind == JsonKind.Object ? last.Response : default;
    }
}

/// <summary>The last event of a stream.</summary>
[JsonFields]
internal partial struct LastEventFields
{
    [JsonField("response")] public JsonValue Response;
}
