// What of a chat request Gemini is told otherwise, or cannot be told; the common case is in the goldens.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Vertex;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class RequestTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"Hi"}] """;
    private const string Tools = """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"x":{"type":"number","default":1e3}}}}},{"type":"function","function":{"name":"g"}}] """;
    private const string Schema = """ "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"string"} } } } } """;
    private const string New = "gemini-3.5-flash";
    private const string Old = "gemini-2.0-flash";

    private static readonly GeminiProvider Provider = new();

    [Theory]
    [InlineData("gemini-2.5-flash", false, "/v1beta/models/gemini-2.5-flash:generateContent")]
    [InlineData("gemini-2.5-flash", true, "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse")]
    [InlineData("../x?key=1#é:countTokens", false, "/v1beta/models/..%2Fx%3Fkey%3D1%23%C3%A9%3AcountTokens:generateContent")]
    public void AModelsName_IsOneSegmentOfThePath(string model, bool stream, string path) =>
        Assert.Equal(path, Requests.Send(Provider, $$"""{"model":"x",{{Hi}}}""", model, stream).Path);

    [Theory]
    [InlineData("""{"n":2,"stream":true,""" + Hi + "}", New, "n")]
    [InlineData("""{"n":2,""" + Hi + "}", "gemini-3-pro-image", "n")]
    [InlineData("""{"modalities":["text","audio"],""" + Hi + "}", New, "modalities")]
    [InlineData("""{"modalities":["text","image"],""" + Hi + "}", New, "modalities")]
    [InlineData("""{"tools":[{"type":"custom","custom":{"name":"x"}}],""" + Hi + "}", New, "tools[0]")]
    [InlineData("""{"tools":[{"type":"file_search"}],""" + Hi + "}", New, "tools[0]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"hologram"}]}]}""", New, "messages[0].content[1]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-abc"}}]}]}""", New, "messages[0].content[0]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"AAAA"}}]}]}""", New, "messages[0].content[0]")]
    public void WhatItCannotSay_IsRefusedByName_AndIsAnotherProvidersChance(string body, string model, string param)
    {
        var refusal = Requests.Send(Provider, "{\"model\":\"x\"," + body[1..], model).Refusal;
        Assert.Equal((FailureKind.Unsupported, param), (refusal?.Kind, refusal?.Param));
    }

    [Theory]
    [InlineData("logit_bias", """{"1":2}""")]
    [InlineData("frequency_penalty", "0.5")]
    [InlineData("prediction", """{"type":"content","content":"x"}""")]
    [InlineData("parallel_tool_calls", "false")]
    public void WhatItHasNoWordFor_IsLeftOutWithAWarning(string name, string value)
    {
        var written = Requests.Send(Provider, $$"""{"model":"x","{{name}}":{{value}},{{Tools}},{{Hi}}}""", New);
        Assert.DoesNotContain(name, written.Body, StringComparison.Ordinal);
        Assert.Contains(written.Warnings, w => w.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_HaveGeminisNames()
    {
        var config = Read("""
            "max_tokens":2000,"temperature":1.50,"top_p":0.9,"top_k":3,"seed":5000000000,"stop":["a","","b","c","d","e","f"],"presence_penalty":0.5,"logprobs":true,"top_logprobs":2,"n":2
            """, Old)["generationConfig"]!;
        Assert.Equal(
            """{"maxOutputTokens":2000,"temperature":1.50,"topP":0.9,"topK":3,"seed":705032704,"presencePenalty":0.5,"stopSequences":["a","b","c","d","e"],"candidateCount":2,"responseLogprobs":true,"logprobs":2}""",
            config.ToJsonString());
    }

    [Theory]
    [InlineData("\"none\"", """{"mode":"NONE"}""")]
    [InlineData("\"auto\"", """{"mode":"AUTO"}""")]
    [InlineData("\"required\"", """{"mode":"ANY"}""")]
    [InlineData("""{"type":"function","function":{"name":"g"}}""", """{"mode":"ANY","allowedFunctionNames":["g"]}""")]
    [InlineData("""{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}""", """{"mode":"ANY","allowedFunctionNames":["g"]}""")]
    public void C26_EveryToolChoice_IsMapped(string choice, string expected) =>
        Assert.Equal(expected, Read($"\"tool_choice\":{choice},{Tools}")["toolConfig"]!["functionCallingConfig"]!.ToJsonString());

    // Names may stand beside ANY only: of those that may be called at will the others are not told of.
    [Fact]
    public void AllowedTools_AtWill_AreTheOnlyOnes()
    {
        var request = Read(Tools + ""","tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"g"}}]}}""");
        Assert.Equal("g", Assert.Single(request["tools"]![0]!["functionDeclarations"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal("""{"mode":"AUTO"}""", request["toolConfig"]!["functionCallingConfig"]!.ToJsonString());
    }

    [Fact]
    public void AStrictTool_IsValidated() =>
        Assert.Equal("VALIDATED", Read(""" "tools":[{"type":"function","function":{"name":"f","strict":true}}] """)["toolConfig"]!["functionCallingConfig"]!["mode"]!.GetValue<string>());

    [Fact]
    public void C28_NoTools_NoChoice()
    {
        var request = Read("\"tools\":[],\"tool_choice\":\"required\"");
        Assert.False(request.ContainsKey("tools"));
        Assert.False(request.ContainsKey("toolConfig"));
    }

    // C32, C58: property order, white space and 1e3 are the caller's.
    [Fact]
    public void C32_ASchema_IsCopiedWhereTheModelTakesItWhole()
    {
        Assert.Contains("""{"name":"f","description":"","parametersJsonSchema":{"type":"object","properties":{"x":{"type":"number","default":1e3}}}},{"name":"g","description":""}""", Requests.Write(Provider, $$"""{"model":"x",{{Tools}},{{Hi}}}""", New), StringComparison.Ordinal);
        Assert.Contains("\"parameters\":{\"type\"", Requests.Write(Provider, $$"""{"model":"x",{{Tools}},{{Hi}}}""", Old), StringComparison.Ordinal);
    }

    [Fact]
    public void C55_ASchemaOfTheAnswer_IsNeverDropped()
    {
        Assert.Equal("""{"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"a":{"type":"string"}}}}""", Read(Schema)["generationConfig"]!.ToJsonString());
        Assert.NotNull(Read(Schema, Old)["generationConfig"]!["responseSchema"]);
        Assert.NotNull(Read($"{Schema},{Tools}")["generationConfig"]!["responseJsonSchema"]);
        Assert.Equal("""{"responseMimeType":"application/json"}""", Read("\"response_format\":{\"type\":\"json_object\"}")["generationConfig"]!.ToJsonString());
        // "With tools on <3 models: unsupported together → inject instructions instead"
        var written = Requests.Send(Provider, $$"""{"model":"x",{{Schema}},{{Tools}},{{Hi}}}""", "gemini-2.5-flash");
        Assert.Contains("\\\"a\\\"", JsonNode.Parse(written.Body)!["systemInstruction"]!["parts"]![0]!["text"]!.ToJsonString().Replace("\\u0022", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("responseMimeType", written.Body, StringComparison.Ordinal);
        Assert.Contains(written.Warnings, w => w.StartsWith("response_format", StringComparison.Ordinal));
    }

    // "web_search_options → tools:[{googleSearch:{}}] (drop function tools on <3)"
    [Fact]
    public void WebSearch_IsGoogles()
    {
        Assert.Equal("""[{"googleSearch":{}}]""", Read("\"web_search_options\":{}")["tools"]!.ToJsonString());
        var mixed = Read($"\"web_search_options\":{{}},{Tools}");
        Assert.Equal(2, mixed["tools"]!.AsArray().Count);
        Assert.Equal("""{"includeServerSideToolInvocations":true}""", mixed["toolConfig"]!.ToJsonString());
        Assert.Null(Requests.Read(new VertexProvider(), $$"""{"model":"x","web_search_options":{},{{Tools}},{{Hi}}}""", New)["toolConfig"]);
        var old = Requests.Send(Provider, $$"""{"model":"x","web_search_options":{},{{Tools}},{{Hi}}}""", "gemini-2.5-flash");
        Assert.Equal("""[{"googleSearch":{}}]""", JsonNode.Parse(old.Body)!["tools"]!.ToJsonString());
        Assert.Contains(old.Warnings, w => w.StartsWith("tools", StringComparison.Ordinal));
    }

    [Fact]
    public void GooglesOwnTools_ArePassedOn() =>
        Assert.Equal("""[{"urlContext":{"x": 1}}]""", Requests.Write(Provider, "{\"model\":\"x\",\"tools\":[{\"urlContext\":{\"x\": 1}}]," + Hi + "}", New) is var body ? body[(body.IndexOf("\"tools\":", StringComparison.Ordinal) + 8)..(body.IndexOf("]", StringComparison.Ordinal) + 1)] : "");

    [Theory]
    [InlineData("""{"aspect_ratio":"16:9","image_size":"2k"}""", "gemini-3-pro-image", """{"aspectRatio":"16:9","imageSize":"2K"}""")]
    [InlineData("""{"image_size":"1536x1024"}""", "gemini-3-pro-image", """{"aspectRatio":"3:2","imageSize":"1K"}""")]
    [InlineData("""{"image_size":"4096x4096"}""", "gemini-3-pro-image", """{"aspectRatio":"1:1","imageSize":"4K"}""")]
    [InlineData("""{"image_size":"1024x1792"}""", "gemini-2.5-flash-image", """{"aspectRatio":"9:16"}""")]
    public void AnImagesSize_IsARatioAndAStep(string config, string model, string expected)
    {
        var written = Read($"\"modalities\":[\"text\",\"image\"],\"image_config\":{config}", model)["generationConfig"]!;
        Assert.Equal("""["TEXT","IMAGE"]""", written["responseModalities"]!.ToJsonString());
        Assert.Equal(expected, written["imageConfig"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"gs://b/cat.webp"}}""", """{"fileData":{"mimeType":"image/webp","fileUri":"gs://b/cat.webp"}}""")]
    [InlineData("""{"type":"video_url","video_url":{"url":"https://youtu.be/abc"}}""", """{"fileData":{"fileUri":"https://youtu.be/abc"}}""")]
    [InlineData("""{"type":"file","file":{"file_id":"files/abc"}}""", """{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc"}}""")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}""", """{"inlineData":{"mimeType":"audio/mp3","data":"AAAA"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/jpg;base64,iVBORw0KGgo=","detail":"high"}}""", """{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="},"mediaResolution":{"level":"MEDIA_RESOLUTION_HIGH"}}""")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/json;base64,e30="}}""", """{"inlineData":{"mimeType":"text/plain","data":"e30="}}""")]
    public void C54_Media_IsDataOrAReference(string part, string expected)
    {
        var request = Requests.Read(Provider, $$"""{"model":"x","messages":[{"role":"user","content":[{{part}}]}]}""", New);
        Assert.Equal(expected, request["contents"]![0]!["parts"]![0]!.ToJsonString());
    }

    [Fact]
    public void C54_AnAddress_IsWhatWasFetchedOfIt()
    {
        const string Body = """{"model":"x","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e.org/cat"}}]}]}""";
        var written = Requests.Send(Provider, Body, New, fetch: (files, body) => files.Add(Encoding.UTF8.GetByteCount(body[..body.IndexOf("\"https:", StringComparison.Ordinal)]), new FetchedFile("image/webp", [1, 2, 3])));
        Assert.Contains("""{"inlineData":{"mimeType":"image/webp","data":"AQID"}}""", written.Body, StringComparison.Ordinal);
        // Not fetched, it is Google's to fetch.
        Assert.Contains("""{"fileData":{"mimeType":"image/jpeg","fileUri":"https://e.org/cat"}}""", Requests.Write(Provider, Body, New), StringComparison.Ordinal);
    }

    [Fact]
    public void AServiceTier_IsAIStudiosAlone()
    {
        Assert.Equal("flex", Read("\"service_tier\":\"flex\"")["serviceTier"]!.GetValue<string>());
        Assert.False(Read("\"service_tier\":\"default\"").ContainsKey("serviceTier"));
        var vertex = Requests.Send(new VertexProvider(), $$"""{"model":"x","service_tier":"flex",{{Hi}}}""", New);
        Assert.DoesNotContain("flex", vertex.Body, StringComparison.Ordinal);
        Assert.Contains(vertex.Warnings, w => w.StartsWith("service_tier", StringComparison.Ordinal));
    }

    private static JsonObject Read(string more, string model = New) => Requests.Read(Provider, $$"""{"model":"x",{{more}},{{Hi}}}""", model);
}
