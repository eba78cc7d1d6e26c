// The members that every chunk of a stream begins with, the same in all of them.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary><c>"id":…,"object":…,"created":…,"model":…</c>, written once a stream and put in the place of the vendor's (C12).</summary>
internal sealed class ChunkHead
{
    private readonly PooledBuffer _members = new();

    /// <summary>Without braces and outer commas.</summary>
    public ReadOnlySpan<byte> Members => _members.Written;

    public void Begin(in AnswerIdentity identity, ReadOnlySpan<byte> objectName)
    {
        _members.Reset();
        _members.Write("\"id\":\""u8);
        _members.Write(identity.Id.Span);
        _members.Write("\",\"object\":\""u8);
        _members.Write(objectName);
        _members.Write("\",\"created\":"u8);
        _members.WriteNumber(identity.Created);
        _members.Write(",\"model\":"u8);
        _members.Write(identity.ModelJson.Span);
    }

    public void Edit(in ChunkFields chunk, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (chunk.Id.IsPresent && chunk.Object.IsPresent && chunk.Created.IsPresent && chunk.Model.IsPresent)
        {
            // Nearly all vendors write the four side by side, in some order: then one edit replaces them all.
            var start = Math.Min(Math.Min(chunk.Id.NameStart, chunk.Object.NameStart), Math.Min(chunk.Created.NameStart, chunk.Model.NameStart));
            var end = Math.Max(Math.Max(chunk.Id.End, chunk.Object.End), Math.Max(chunk.Created.End, chunk.Model.End));
            const int Commas = 3;
            if (end - start == LengthOf(chunk.Id) + LengthOf(chunk.Object) + LengthOf(chunk.Created) + LengthOf(chunk.Model) + Commas)
            {
                var at = patch.Scratch.Length;
                patch.Scratch.Write(Members);
                patch.ReplaceWritten(start, end - start, at);
                return;
            }
        }
        MessageEdits.Remove(chunk.Id, json, patch);
        MessageEdits.Remove(chunk.Object, json, patch);
        MessageEdits.Remove(chunk.Created, json, patch);
        MessageEdits.Remove(chunk.Model, json, patch);
        patch.InsertFirst(json.IndexOf((byte)'{'), json, Members);
    }

    private static int LengthOf(in JsonValue member) => member.End - member.NameStart;
}
