// Events of an answer as short texts: told to a writer, and written down again from a reader.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Anthropic;

/// <summary>
/// <c>text Hello</c>, <c>think hm</c>, <c>sign c2ln</c>, <c>seal data</c>, <c>refuse no</c>, <c>call 0 id name</c>, <c>args 0 {\"a\":1}</c>,
/// <c>whole 0 id name {"a":1}</c>, <c>custom 0 id name</c> and <c>input 0 words</c>, <c>cite url⇥title⇥words</c>, <c>weigh {}</c>, <c>preview 0 image/png AAAA</c>,
/// <c>show image/png AAAA</c>, <c>end</c>, <c>finish Stop words</c>. Behind the first word
/// <c>@Gemini</c> says whose it is (Anthropic's, if nothing is said), and a call's signature is its last word then. Texts are as escaped.
/// </summary>
internal static class Told
{
    public static readonly TokenUsage Usage = new(20, 9) { Cached = 12, CacheWrite = 3, Reasoning = 2 };

    public static string Stream(AnswerIdentity identity, TokenUsage usage, params string[] events) => Play(new MessagesStreamWriter(), identity, usage, Identity.Metadata, events);

    public static string Stream(params string[] events) => Stream(Identity.Of(), Usage, events);

    /// <summary>Closed, without metadata.</summary>
    public static string Whole(params string[] events) => Play(new MessagesAnswerWriter(), Identity.Of(), Usage, "", events) + "}";

    public static string Play(AnswerWriter writer, AnswerIdentity identity, TokenUsage usage, string metadata, params string[] events)
    {
        using var output = new PooledBuffer();
        writer.Begin(identity);
        foreach (var said in events)
            Tell(writer, said, output);
        writer.Complete(usage, Encoding.UTF8.GetBytes(metadata), output);
        return Encoding.UTF8.GetString(output.Written);
    }

    /// <summary>What a reader makes of a stream.</summary>
    public static string[] Read(AnswerReader reader, string stream)
    {
        var recorder = new Recorder();
        using var sse = new SseReader();
        using var output = new PooledBuffer();
        reader.Begin();
        recorder.Begin(Identity.Of());
        sse.Write(Encoding.UTF8.GetBytes(stream));
        var step = StreamStep.Quiet;
        while (step != StreamStep.End && sse.TryRead(out var found))
            Assert.NotEqual(StreamStep.Failed, step = reader.Read(found, recorder, output));
        // Some dialects have a last event, of others the last byte is the end.
        Assert.Equal(StreamStep.End, step == StreamStep.End ? step : reader.EndOfInput());
        return [.. recorder.Events];
    }

    public static string[] ReadWhole(AnswerReader reader, string answer)
    {
        var recorder = new Recorder();
        using var output = new PooledBuffer();
        reader.Begin();
        recorder.Begin(Identity.Of());
        Assert.Null(reader.ReadWhole(Encoding.UTF8.GetBytes(answer), recorder, output));
        return [.. recorder.Events];
    }

    public static void Tell(AnswerWriter writer, string said, PooledBuffer output)
    {
        var words = said.Split(' ');
        var at = words[0].IndexOf('@', StringComparison.Ordinal);
        var origin = at < 0 ? Origin.Anthropic : Enum.Parse<Origin>(words[0][(at + 1)..]);
        var signature = at < 0 ? [] : Encoding.UTF8.GetBytes(words[^1]);
        var rest = Encoding.UTF8.GetBytes(said[Math.Min(said.Length, words[0].Length + 1)..]);
        switch (at < 0 ? words[0] : words[0][..at])
        {
            case "text":
                writer.Write(AnswerEvent.Say(rest), output);
                break;
            case "think":
                writer.Write(AnswerEvent.Think(rest, origin), output);
                break;
            case "sign":
                writer.Write(AnswerEvent.SignThinking(rest, origin), output);
                break;
            case "signtext":
                writer.Write(AnswerEvent.SignText(rest, origin), output);
                break;
            case "seal":
                writer.Write(AnswerEvent.Seal(rest, origin), output);
                break;
            case "refuse":
                writer.Write(AnswerEvent.Refuse(rest), output);
                break;
            case "call":
                writer.Write(AnswerEvent.Call(int.Parse(words[1]), Bytes(words, 2), Bytes(words, 3), signature, origin), output);
                break;
            case "whole":
                writer.Write(AnswerEvent.WholeCall(int.Parse(words[1]), Bytes(words, 2), Bytes(words, 3), at < 0 ? Bytes(said.Split(' ', 5), 4) : Bytes(words, 4), signature, origin), output);
                break;
            case "args":
                writer.Write(AnswerEvent.Argue(int.Parse(words[1]), rest[(words[1].Length + 1)..]), output);
                break;
            case "cite":
                words = said.Split(' ', 2)[1].Split('\t');
                writer.Write(AnswerEvent.Cite(Bytes(words, 0), Bytes(words, 1), Bytes(words, 2)), output);
                break;
            case "custom":
                writer.Write(AnswerEvent.Call(int.Parse(words[1]), Bytes(words, 2), Bytes(words, 3), isCustom: true), output);
                break;
            case "input":
                writer.Write(AnswerEvent.Argue(int.Parse(words[1]), rest[(words[1].Length + 1)..], isCustom: true), output);
                break;
            case "weigh":
                writer.Write(AnswerEvent.Weigh(rest), output);
                break;
            case "preview":
                writer.Write(AnswerEvent.Show(int.Parse(words[1]), Bytes(words, 2), Bytes(words, 3), isPreview: true), output);
                break;
            case "show" when at >= 0:
                writer.Write(AnswerEvent.Show(0, Bytes(words, 1), Bytes(words, 2)) with { Signature = signature, Origin = origin }, output);
                break;
            case "show":
                writer.Write(AnswerEvent.Show(0, Bytes(words, 1), Bytes(words, 2)), output);
                break;
            case "end":
                writer.Write(AnswerEvent.BlockEnd, output);
                break;
            case "finish":
                writer.Write(AnswerEvent.End(Enum.Parse<AnswerFinish>(words[1]), rest[Math.Min(rest.Length, words[1].Length + 1)..]), output);
                break;
            default:
                throw new ArgumentException(said);
        }
    }

    private static byte[] Bytes(string[] words, int index) => Encoding.UTF8.GetBytes(words[index]);

    private sealed class Recorder : AnswerWriter
    {
        public List<string> Events { get; } = [];

        public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
        {
        }

        protected override void WriteEvent(in AnswerEvent said, PooledBuffer output)
        {
            var text = Encoding.UTF8.GetString(said.Text);
            var (id, name) = (Encoding.UTF8.GetString(said.Id), Encoding.UTF8.GetString(said.Name));
            var line = said.Kind switch
            {
                AnswerEventKind.Text => text.Length > 0 ? $"text {text}" : "",
                AnswerEventKind.Thinking => text.Length > 0 ? $"think {text}" : "",
                AnswerEventKind.Refusal => text.Length > 0 ? $"refuse {text}" : "",
                AnswerEventKind.ThinkingSignature => $"sign {text}",
                AnswerEventKind.SealedThinking => $"seal {text}",
                AnswerEventKind.ToolCall when said.Input.IsEmpty => $"call {said.Index} {id} {name}",
                AnswerEventKind.ToolCall => $"whole {said.Index} {id} {name} {Encoding.UTF8.GetString(said.Input)}",
                AnswerEventKind.ToolArguments => text.Length > 0 ? $"args {said.Index} {text}" : "",
                AnswerEventKind.Citation => $"cite {id}\t{name}\t{text}",
                AnswerEventKind.BlockEnd => "end",
                AnswerEventKind.Finish => text.Length > 0 ? $"finish {said.Finish} {text}" : $"finish {said.Finish}",
                _ => said.Kind.ToString(),
            };
            if (line.Length > 0)
                Events.Add(line);
        }
    }
}
