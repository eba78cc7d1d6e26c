// What the conditions of a named router see of a call: read from the request's bytes when asked for, and not before.
using System.Runtime.InteropServices;
using System.Text;
using InworldRouter.Cel;
using InworldRouter.Cel.Values;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

/// <summary>Kept with the exchange; scalar variables are read without garbage.</summary>
public sealed class ConditionBindings(Exchange exchange) : CelActivation
{
    private MetadataIndex _metadata;
    private ConditionVariable[] _variables = [];
    private ChatRequestFields _fields;
    private byte[] _body = [];
    private CelValue _now;
    private bool _hasNow;

    /// <summary>A call of a named router begins: its fields are final.</summary>
    public void Begin()
    {
        // The body's buffer is one array, and the body starts at its beginning.
        MemoryMarshal.TryGetArray(exchange.Body.Memory, out var body);
        _body = body.Array ?? [];
        _fields = CallReader.Effective(exchange.Fields, exchange.Body.Span);
        _metadata.Read(_fields.Metadata, exchange.Body.Span);
        _hasNow = false;
        if (_metadata.Shadowed(exchange.Body.Span) is not { } shadowed)
            return;
        foreach (var (start, length) in shadowed)
            exchange.Warnings.Add($"metadata.{Encoding.UTF8.GetString(_body, start, length)} is shadowed by the request's own in conditions; give it another name, or ask for metadata[\"…\"]");
    }

    /// <param name="error">What kept it from being true or false.</param>
    public bool Test(ConditionPlan condition, out CelError? error)
    {
        _variables = condition.Variables;
        return condition.Program.Test(this, out error);
    }

    /// <summary>The value of an expression that need not be a condition.</summary>
    public CelValue Evaluate(ConditionPlan expression)
    {
        _variables = expression.Variables;
        return expression.Program.Evaluate(this);
    }

    public override bool TryResolve(CelVariable variable, out CelValue value)
    {
        var asked = _variables[variable.Slot];
        switch (asked.Source)
        {
            case ConditionSource.MetadataKey:
                if (_metadata.TryGet(asked.Name, _body, out var found))
                {
                    value = JsonValues.Of(found, _body);
                    return true;
                }
                value = default;
                return false;
            case ConditionSource.Metadata:
                value = CelValue.Of(_fields.Metadata.Kind == JsonKind.Object ? new JsonMap(_body, _fields.Metadata.Start) : CelMap.Empty);
                return true;
            case ConditionSource.Messages:
                value = CelValue.Of(_fields.Messages.Kind == JsonKind.String ? UserSays(Text(_fields.Messages)) : new MessageList(_body, _fields.Messages.Start));
                return true;
            case ConditionSource.User:
                value = Text(_fields.User);
                return true;
            case ConditionSource.Model:
                value = Text(exchange.Fields.Model);
                return true;
            case ConditionSource.Headers:
                value = CelValue.Of(new HeaderMap(exchange.Http.Request.Headers));
                return true;
            case ConditionSource.Request:
                value = CelValue.Of(new RequestMap(_body, exchange.Fields.ExtraBody.Self));
                return true;
            case ConditionSource.Now:
                // One moment for all conditions of a call.
                if (!_hasNow)
                    _now = CelValue.Timestamp(exchange.Time.GetUtcNow());
                _hasNow = true;
                value = _now;
                return true;
            default:
                throw new InvalidOperationException($"nothing is known of {asked.Source}");
        }
    }

    /// <summary>
    /// The sticky user, unescaped UTF-8; empty when there is none. A client's session stands for a user that it does not name: its turns must not wander between
    /// variants, and lose the provider's cache.
    /// </summary>
    public ReadOnlySpan<byte> User => _fields.User.IsNonEmptyString ? JsonValues.Text(_fields.User, _body) : Encoding.UTF8.GetBytes(exchange.Http.Request.Headers[WarmProviders.SessionHeader].ToString());

    public void Reset()
    {
        _variables = [];
        _fields = default;
        _body = [];
        _now = default;
        _metadata.Reset();
    }

    // An input that is only a text.
    private static CelList UserSays(in CelValue text) =>
        CelList.Of(CelValue.Of(CelMap.Of([new(CelValue.Of("role"), CelValue.Of("user")), new(CelValue.Of("content"), text)])));

    private CelValue Text(in JsonValue value) => value.Kind == JsonKind.String ? JsonValues.Of(value, _body) : CelValue.Of("");
}
