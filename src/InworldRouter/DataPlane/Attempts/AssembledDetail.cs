// One element of reasoning_details, added up from the pieces that a stream told it in.
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>Pieces of one type and index that follow each other are one; the signature ends it.</summary>
internal sealed class AssembledDetail
{
    private readonly byte[] _type;
    private readonly byte[] _index;
    private readonly PooledBuffer _text = new();
    private readonly byte[] _rest; // its other members, as they were written
    private readonly bool _isSummary;
    private byte[] _signature = [];

    public AssembledDetail(in ReasoningDetailFields piece, ReadOnlySpan<byte> json)
    {
        _type = RawOf(piece.Type, json);
        _index = RawOf(piece.Index, json);
        _isSummary = piece.Summary.Kind == JsonKind.String;
        _rest = [.. MemberOf("data"u8, piece.Data, json), .. MemberOf("id"u8, piece.Id, json), .. MemberOf("format"u8, piece.Format, json), .. MemberOf("index"u8, piece.Index, json)];
        Take(piece, json);
    }

    public bool TryAppend(in ReasoningDetailFields piece, ReadOnlySpan<byte> json)
    {
        var isSame = _index.Length > 0 && _signature.Length == 0 && TextOf(piece).Kind == JsonKind.String
            && _type.AsSpan().SequenceEqual(RawOf(piece.Type, json)) && _index.AsSpan().SequenceEqual(RawOf(piece.Index, json));
        if (isSame)
            Take(piece, json);
        return isSame;
    }

    public byte[] ToJson()
    {
        using var output = new PooledBuffer();
        output.Write("{\"type\":"u8);
        output.Write(_type.Length > 0 ? _type : "null"u8);
        if (_isSummary || !_text.IsEmpty || _signature.Length > 0)
        {
            output.Write(_isSummary ? ",\"summary\":\""u8 : ",\"text\":\""u8);
            output.Write(_text.Written);
            output.Write((byte)'"');
        }
        output.Write(_signature);
        output.Write(_rest);
        output.Write((byte)'}');
        return output.Written.ToArray();
    }

    private void Take(in ReasoningDetailFields piece, ReadOnlySpan<byte> json)
    {
        var text = TextOf(piece);
        if (text.Kind == JsonKind.String)
            _text.Write(text.Inner(json));
        if (piece.Signature.IsNonEmptyString)
            _signature = MemberOf("signature"u8, piece.Signature, json);
    }

    private static JsonValue TextOf(in ReasoningDetailFields piece) => piece.Summary.Kind == JsonKind.String ? piece.Summary : piece.Text;

    private static byte[] RawOf(in JsonValue value, ReadOnlySpan<byte> json) => value.IsPresent ? value.Raw(json).ToArray() : [];

    private static byte[] MemberOf(ReadOnlySpan<byte> name, in JsonValue value, ReadOnlySpan<byte> json) =>
        value.IsPresent ? [.. ",\""u8, .. name, .. "\":"u8, .. value.Raw(json)] : [];
}
