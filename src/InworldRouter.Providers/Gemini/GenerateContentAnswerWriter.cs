// Events to a whole generateContent answer: its parts gathered, pieces of one text joined.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Gemini;

/// <summary>Left open behind its last member for the router's metadata.</summary>
public sealed class GenerateContentAnswerWriter : GenerateContentWriter
{
    private readonly PooledBuffer _parts = new();
    private bool _endsInText;
    private bool _endsInThought;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _parts.Reset();
        _endsInText = _endsInThought = false;
    }

    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        output.Write("{\"candidates\":[{\"content\":{\"parts\":["u8);
        output.Write(_parts.Written);
        WriteCandidateEnd(isLast: true, output);
        WriteUsage(usage, output);
        WriteIdentity(output);
    }

    protected override void Add(ReadOnlySpan<byte> part, PooledBuffer output)
    {
        ReadOnlySpan<byte> textEnd = "\"}"u8, thoughtEnd = "\",\"thought\":true}"u8, opening = "{\"text\":\""u8;
        var isThought = part.StartsWith(opening) && part.EndsWith(thoughtEnd);
        var isText = part.StartsWith(opening) && !isThought && part.IndexOf("\",\"thoughtSignature\":"u8) < 0;
        if (isText && _endsInText || isThought && _endsInThought)
        {
            _parts.Truncate(_parts.Length - (isText ? textEnd : thoughtEnd).Length);
            part = part[opening.Length..];
        }
        else if (!_parts.IsEmpty)
        {
            _parts.Write((byte)',');
        }
        _parts.Write(part);
        (_endsInText, _endsInThought) = (isText, isThought);
    }
}
