// Reads and checks a body of any dialect: one scan, then only the fields that are there.
using System.Text.Unicode;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

/// <summary>The constraints of api.md 3; each refusal names the field and what was expected. Unknown fields are never an error.</summary>
public static class CallReader
{
    /// <summary>Fills the exchange's fields and options from its body.</summary>
    /// <returns>Null, or the refusal.</returns>
    public static RouterError? Read(Exchange exchange)
    {
        var body = exchange.Body.Span;
        if (body.IsEmpty)
            return RouterError.Invalid(null, $"The request body is empty; expected a JSON object with \"model\" and \"{(exchange.Dialect == CallerDialect.Responses ? "input" : "messages")}\".");
        ref var fields = ref exchange.Fields;
        if (!CallFields.TryScan(exchange.Dialect, body, out fields, out var fault))
            return RouterError.Invalid(null, $"The request body is not valid JSON: {fault}.", "invalid_json");
        if (!Utf8.IsValid(body))
            return RouterError.Invalid(null, $"The request body is not valid JSON: {new JsonFault(JsonFaultKind.InvalidUtf8, FirstInvalid(body))}.", "invalid_json");
        if (fields.Duplicate.IsPresent)
            return Repeated(fields.Duplicate, body);

        // "On conflict the literal extra_body wins key by key" (api.md 3); what stands in it is checked like what stands at the root.
        if (fields.ExtraBody.Self.HasValue && fields.ExtraBody.Self.Kind != JsonKind.Object)
            return RouterError.Invalid("extra_body", $"extra_body must be an object, not {Kinds.Name(fields.ExtraBody.Self.Kind)}.", "invalid_type");
        if (fields.ExtraBody.Self.Kind != JsonKind.Object)
            return Model(exchange, body) ?? FieldChecks.Check(exchange.Dialect, fields, body) ?? Options(exchange, fields, body);
        var effective = Effective(fields, body);
        return Model(exchange, body) ?? FieldChecks.Check(exchange.Dialect, effective, body) ?? Options(exchange, effective, body);
    }

    /// <summary>Where each field stands that counts: a literal <c>extra_body</c> lies over the root, but for the messages.</summary>
    public static ChatRequestFields Effective(in ChatRequestFields fields, ReadOnlySpan<byte> body)
    {
        var effective = fields;
        if (fields.ExtraBody.Self.Kind != JsonKind.Object)
            return effective;
        var extra = new JsonScanner(body, fields.ExtraBody.Self.Start);
        effective.Overlay(ref extra);
        effective.Messages = fields.Messages;
        effective.Input = fields.Input;
        return effective;
    }

    private static RouterError? Model(Exchange exchange, ReadOnlySpan<byte> body)
    {
        var model = exchange.Fields.Model;
        if (!model.HasValue || model.Kind == JsonKind.String && !model.IsNonEmptyString)
            return RouterError.Invalid("model", "model field is required", "missing_required_parameter");
        if (model.Kind != JsonKind.String)
            return RouterError.Invalid("model", $"model must be a string, not {Kinds.Name(model.Kind)}.", "invalid_type");
        exchange.Options.Model = ModelNames.Get(model, body);
        if (exchange.Options.Model.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0)
            return RouterError.Invalid("model", "model must not contain control characters.", "invalid_model");
        if (exchange.Dialect == CallerDialect.Messages)
            exchange.AskedModel.Write(model.Raw(body));
        exchange.Options.Stream = exchange.Fields.Stream.IsTrue && !exchange.IsCount;
        exchange.Options.IncludeUsage = exchange.Fields.StreamOptions.IncludeUsage.IsTrue;
        return null;
    }

    private static RouterError? Options(Exchange exchange, in ChatRequestFields fields, ReadOnlySpan<byte> body)
    {
        var options = exchange.Options;
        if (fields.WebSearch.HasValue && fields.WebSearch.Kind != JsonKind.False && fields.WebSearchOptions.HasValue)
            return RouterError.Invalid("web_search", "web_search and web_search_options exclude each other; send one of them.");
        if (SortReader.Read(fields.Sort, body, out var sort) is { } wrong)
            return wrong;
        options.Sort = sort;
        options.Given = Given(fields);
        return OptionReader.Strings(fields.Models, "models", body, out var models)
            ?? OptionReader.Strings(fields.Ignore, "ignore", body, out var ignore)
            ?? Keep(options, models, ignore)
            ?? OptionReader.Provider(fields.Provider, body, options)
            ?? OptionReader.Fallback(fields.Fallback, body, options)
            ?? OptionReader.Reasoning(fields.Reasoning, body, options);
    }

    private static OptionKeys Given(in ChatRequestFields fields) =>
        (fields.Models.HasValue ? OptionKeys.Models : 0) | (fields.Ignore.HasValue ? OptionKeys.Ignore : 0) | (fields.Sort.HasValue ? OptionKeys.Sort : 0)
        | (fields.Provider.HasValue ? OptionKeys.Provider : 0) | (fields.Fallback.HasValue ? OptionKeys.Fallback : 0);

    private static RouterError? Keep(CallOptions options, string[] models, string[] ignore)
    {
        options.Models = models;
        options.Ignore = ignore;
        return null;
    }

    private static RouterError Repeated(in JsonValue second, ReadOnlySpan<byte> body)
    {
        var scanner = new JsonScanner(body, second.NameStart);
        var name = System.Text.Encoding.UTF8.GetString(scanner.ReadName(out _, out _));
        return RouterError.Invalid(name, $"\"{name}\" stands twice in the request body (again at byte {second.NameStart}); send it once.", "duplicate_field");
    }

    private static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (System.Text.Rune.DecodeFromUtf8(body[at..], out _, out var used) == System.Buffers.OperationStatus.Done)
            at += used;
        return at;
    }
}
