// Tells an answer to a dialect's writer, token by token: reasoning, then the text or the calls, then the end.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Simulation.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation;

internal sealed class AnswerTeller
{
    private const int IdLength = 24;

    // Base64, as every provider's signatures are; whose it is, is the reader's to know.
    private static ReadOnlySpan<byte> Signature => "c2lnbmVkLWJ5LXRoZS1zaW11bGF0b3I="u8;

    private readonly SimulatedDialect _dialect;
    private readonly SimulatedCall _call;
    private readonly Answer _answer;
    private readonly Chance _chance;
    private readonly AnswerWriter _writer;
    private int _run = -1; // -1 the reasoning, else the text or the n-th call
    private Slice _rest;   // of the run

    public AnswerTeller(SimulatedDialect dialect, SimulatedCall call, Answer answer, Chance chance, DateTimeOffset now)
    {
        (_dialect, _call, _answer, _chance) = (dialect, call, answer, chance);
        _rest = answer.Reasoning;
        _writer = dialect.CreateWriter(call);
        using var model = new PooledBuffer();
        model.WriteJsonString(call.Model);
        _writer.Begin(new AnswerIdentity
        {
            Id = NewId(dialect.AnswerIdPrefix),
            Created = now.ToUnixTimeSeconds(),
            ModelJson = model.Written.ToArray(),
            IncludeUsage = call.StreamUsage,
            Echo = call.Echo,
        });
        _writer.CountedAtStart = answer.Usage with { Completion = 0, Reasoning = -1 };
    }

    /// <summary>What a stream begins with before its first token.</summary>
    public void Open(PooledBuffer output) => _dialect.Open(_writer, output);

    /// <summary>Tells one token, and what begins before it and ends behind it.</summary>
    /// <returns>False when there was none left.</returns>
    public bool TellNext(PooledBuffer output)
    {
        while (_rest.Length == 0)
        {
            if (!BeginRun(output))
                return false;
        }
        var length = AnswerTokens.FirstLength(_rest.Of(_answer.Bytes));
        var token = (_rest with { Length = length }).Of(_answer.Bytes);
        _rest = new(_rest.Start + length, _rest.Length - length);
        _writer.Write(
            _run < 0 ? AnswerEvent.Think(token, _dialect.Origin) : _answer.Calls.Count == 0 ? AnswerEvent.Say(token) : AnswerEvent.Argue(_run, token), output);
        if (_rest.Length > 0)
            return true;
        if (_run < 0 && _dialect.Origin == Origin.Anthropic)
            _writer.Write(AnswerEvent.SignThinking(Signature, Origin.Anthropic), output);
        _writer.Write(AnswerEvent.BlockEnd, output);
        // "reasoning … encrypted_content" (providers.md A2): an item's seal comes behind its summary.
        if (_run < 0 && _dialect.Origin == Origin.OpenAIResponses)
            _writer.Write(AnswerEvent.Seal(Signature, Origin.OpenAIResponses), output);
        return true;
    }

    public void TellEnd(PooledBuffer output)
    {
        _writer.Write(AnswerEvent.End(_answer.End), output);
        _writer.Complete(_answer.Usage, [], output);
    }

    /// <summary>The whole answer as one JSON text.</summary>
    public void TellAll(PooledBuffer output)
    {
        while (TellNext(output))
        {
        }
        TellEnd(output);
        output.Write((byte)'}'); // it was left open for a router's metadata
    }

    private bool BeginRun(PooledBuffer output)
    {
        _run++;
        if (_answer.Calls.Count == 0)
        {
            _rest = _run == 0 ? _answer.Text : default;
            return _run == 0;
        }
        if (_run == _answer.Calls.Count)
            return false;
        var call = _answer.Calls[_run];
        _rest = call.Arguments;
        var id = _dialect.CallIdPrefix(_call.Model) is { IsEmpty: false } prefix ? NewId(prefix) : [];
        // "Parallel calls in one response: only the first functionCall part has one" (providers.md C.3).
        var isSigned = _dialect.Origin == Origin.Gemini && _run == 0;
        _writer.Write(AnswerEvent.Call(_run, id, call.Name.Of(_answer.Bytes), isSigned ? Signature : default, _dialect.Origin), output);
        return true;
    }

    private byte[] NewId(ReadOnlySpan<byte> prefix)
    {
        var id = new byte[prefix.Length + IdLength];
        prefix.CopyTo(id);
        _chance.FillId(id.AsSpan(prefix.Length));
        return id;
    }
}
