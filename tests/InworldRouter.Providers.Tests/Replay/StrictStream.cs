// Reads a client's stream as the strictest client would, and holds it to every sentence of api.md 4 on streams.
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.Replay;

/// <summary>An independent reader: it shares nothing with the translators.</summary>
internal sealed class StrictStream
{
    public List<JsonNode> Chunks { get; } = [];

    public ReadAnswer Answer { get; } = new();

    public static StrictStream Read(string stream, bool includeUsage)
    {
        var read = new StrictStream();
        read.Split(stream);
        var chunks = read.Chunks;
        var last = chunks[^1];
        foreach (var chunk in chunks)
        {
            StrictJson.AssertTop(chunk);
            Assert.Equal("chat.completion.chunk", chunk["object"]!.GetValue<string>());
            // "usage chunk (choices:[]) only if stream_options.include_usage was asked"
            if (chunk["choices"]!.AsArray().Count == 0)
                Assert.True(includeUsage && chunk == last, "only the usage chunk may be without choices");
            if (!includeUsage)
                Assert.False(chunk.AsObject().ContainsKey("usage"), "usage was not asked for");
            else if (chunk != last)
                Assert.Null(chunk["usage"]);
            read.TakeChoices(chunk);
        }
        if (includeUsage)
        {
            Assert.Empty(last["choices"]!.AsArray());
            read.Answer.Usage = ReadAnswer.UsageOf(last["usage"]!);
        }
        // "metadata on the usage chunk when usage was asked …, else on the chunk that carries the last finish_reason"
        var metadata = Assert.Single(chunks, c => c["metadata"] is not null);
        Assert.Same(last, metadata);
        Assert.Equal(Identity.Metadata, metadata["metadata"]!.ToJsonString());
        Assert.NotNull(includeUsage ? chunks[^2]["choices"]![0]!["finish_reason"] : last["choices"]![0]!["finish_reason"]);
        Assert.All(read.Answer.Choices.Values, c => Assert.NotNull(c.Finish));
        return read;
    }

    private void Split(string stream)
    {
        // "Every emitted event ends with a blank line, data: [DONE]\n\n included, exactly once" (C03)
        const string End = "data: [DONE]\n\n";
        Assert.EndsWith(End, stream, StringComparison.Ordinal);
        var events = stream[..^End.Length];
        Assert.EndsWith("\n\n", events, StringComparison.Ordinal);
        foreach (var one in events[..^2].Split("\n\n"))
        {
            Assert.StartsWith("data: {", one, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', one);
            Assert.DoesNotContain('\r', one);
            Chunks.Add(StrictJson.Parse(one[6..]));
        }
    }

    private void TakeChoices(JsonNode chunk)
    {
        foreach (var element in chunk["choices"]!.AsArray())
        {
            var isNew = !Answer.Choices.ContainsKey(element!["index"]!.GetValue<int>());
            var choice = Answer[element["index"]!.GetValue<int>()];
            var delta = element["delta"]!.AsObject();
            // "the role once", in the first delta
            Assert.Equal(isNew, delta.ContainsKey("role"));
            if (isNew)
                Assert.Equal("assistant", delta["role"]!.GetValue<string>());
            Assert.Null(choice.Finish); // nothing comes after the end, and it comes once
            Assert.True(element.AsObject().ContainsKey("finish_reason"));
            choice.Finish = element["finish_reason"]?.GetValue<string>();
            if (choice.Finish is not null)
                Assert.DoesNotContain(delta.Select(m => m.Key), k => k != "annotations"); // "nothing but annotations, else {}"
            choice.Text += delta["content"]?.GetValue<string>();
            choice.Reasoning += delta["reasoning_content"]?.GetValue<string>();
            choice.Refusal += delta["refusal"]?.GetValue<string>();
            foreach (var annotation in delta["annotations"]?.AsArray() ?? [])
            {
                Assert.NotNull(choice.Finish); // "annotations on the chunk with finish_reason"
                choice.Annotations.Add(annotation!.ToJsonString());
            }
            foreach (var detail in delta["reasoning_details"]?.AsArray() ?? [])
                choice.Details.Add(detail!.ToJsonString());
            foreach (var image in delta["images"]?.AsArray() ?? [])
                choice.Images.Add(image!.ToJsonString());
            foreach (var piece in delta["tool_calls"]?.AsArray() ?? [])
                TakePiece(piece!, choice);
        }
    }

    private static void TakePiece(JsonNode piece, ReadChoice choice)
    {
        var index = piece["index"]!.GetValue<int>();
        var isCustom = piece["custom"] is not null;
        var said = piece[isCustom ? "custom" : "function"];
        Assert.InRange(index, 0, choice.Calls.Count); // contiguous, in order of their first piece
        if (index == choice.Calls.Count)
        {
            // Id, type and name in the first piece …
            Assert.False(string.IsNullOrEmpty(said!["name"]!.GetValue<string>()));
            Assert.False(string.IsNullOrEmpty(piece["id"]!.GetValue<string>()));
            Assert.Equal(isCustom ? "custom" : "function", piece["type"]!.GetValue<string>());
            choice.Calls.Add(new ReadCall { Id = piece["id"]!.GetValue<string>(), IsCustom = isCustom });
        }
        else
        {
            // … and only there (C22).
            Assert.False(piece.AsObject().ContainsKey("id"));
            Assert.False(piece.AsObject().ContainsKey("type"));
        }
        var call = choice.Calls[index];
        Assert.Equal(call.IsCustom, isCustom);
        var name = said?["name"]?.GetValue<string>();
        if (name is not null)
            Assert.Equal("", call.Arguments);
        call.Name += name;
        call.Arguments += said?[isCustom ? "input" : "arguments"]?.GetValue<string>();
    }
}
