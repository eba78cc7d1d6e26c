// A JSON schema in the subset that the older models take (providers.md C.2).
using System.Text.Json.Nodes;
using InworldRouter.Providers.Gemini;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("""{"type":["string","null"],"minLength":2}""", """{"type":"string","minLength":2,"nullable":true}""")]
    [InlineData("""{"type":["integer","string"],"minimum":1,"pattern":"^a","description":"d"}""", """{"description":"d","anyOf":[{"type":"integer","minimum":1},{"type":"string","pattern":"^a"}]}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]}""", """{"anyOf":[{"type":"string"},{"type":"integer"}],"nullable":true}""")]
    [InlineData("""{"const":"a"}""", """{"type":"string","enum":["a"]}""")]
    [InlineData("""{"type":"integer","enum":[1,2,null]}""", """{"type":"string","enum":["1","2"],"format":"enum","nullable":true}""")]
    [InlineData("""{"type":"string","enum":["a","b"]}""", """{"type":"string","enum":["a","b"]}""")]
    [InlineData("""{"const":true}""", """{"type":"boolean"}""")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"maximum":1e3,"multipleOf":2}""", """{"type":"number","maximum":1e3}""")]
    [InlineData("""{"type":"string","format":"email"}""", """{"type":"string"}""")]
    [InlineData("""{"type":"string","format":"date-time"}""", """{"type":"string","format":"date-time"}""")]
    [InlineData("""{"type":"array"}""", """{"type":"array","items":{"type":"string"}}""")]
    [InlineData("""{"items":{"type":"integer"},"uniqueItems":true,"minItems":1}""", """{"type":"array","items":{"type":"integer"},"minItems":1}""")]
    [InlineData("""{"$schema":"x","type":"object","additionalProperties":false,"properties":{"b":{"type":"string"},"a":{}},"required":["a","c"]}""", """{"type":"object","properties":{"b":{"type":"string"},"a":{"type":"string"}},"required":["a"]}""")]
    [InlineData("""{"type":"object","properties":{}}""", """{"type":"object"}""")]
    public void C32_AKeyword_IsSaidInTheSubset(string schema, string expected) => Assert.Equal(expected, Written(schema));

    [Fact]
    public void References_AreInlined_AndWhatStandsBesideThemWins() =>
        Assert.Equal(
            """{"type":"object","properties":{"a":{"description":"mine","type":"object","properties":{"x":{"type":"integer"}},"required":["x"]}}}""",
            Written("""{"$defs":{"P":{"type":"object","description":"its","properties":{"x":{"type":"integer"}},"required":["x"]}},"type":"object","properties":{"a":{"$ref":"#/$defs/P","description":"mine"}}}"""));

    // "recursion impossible"
    [Theory]
    [InlineData("""{"$defs":{"N":{"type":"object","properties":{"next":{"$ref":"#/$defs/N"},"v":{"type":"integer"}}}},"$ref":"#/$defs/N"}""", """{"type":"object","properties":{"next":{"type":"object"},"v":{"type":"integer"}}}""")]
    [InlineData("""{"type":"object","properties":{"self":{"$ref":"#"}}}""", """{"type":"object","properties":{"self":{"type":"object"}}}""")]
    [InlineData("""{"$defs":{"A":{"$ref":"#/$defs/B"},"B":{"$ref":"#/$defs/A"}},"properties":{"a":{"$ref":"#/$defs/A"}}}""", null)]
    public void ASchemaInsideItself_IsAnyObject(string schema, string? expected)
    {
        var written = Written(schema);
        Assert.NotNull(JsonNode.Parse(written));
        if (expected is not null)
            Assert.Equal(expected, written);
    }

    [Fact]
    public void AllOf_IsFlattened() =>
        Assert.Equal(
            """{"title":"t","type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a","b"]}""",
            Written("""{"title":"t","allOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"integer"},"a":{"type":"number"}},"required":["b","a"]}]}"""));

    [Fact]
    public void HoweverDeep_ItEnds()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 60)) + "{}" + string.Concat(Enumerable.Repeat("}}", 60));
        Assert.NotNull(JsonNode.Parse(Written(deep), documentOptions: new() { MaxDepth = 256 }));
    }

    // Each definition holds the next one twice: 2^30 schemas in a few hundred bytes.
    [Fact]
    public void WhatHasNoEnd_IsRefused()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""
            "D{{i}}":{"properties":{"a":{"$ref":"#/$defs/D{{i + 1}}"},"b":{"$ref":"#/$defs/D{{i + 1}}"} } }
            """));
        var body = "{\"model\":\"x\",\"messages\":[],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"$defs\":{" + definitions + "},\"properties\":{\"x\":{\"$ref\":\"#/$defs/D0\"}}}}}]}";
        var refusal = Requests.Send(new GeminiProvider(), body, "gemini-2.0-flash").Refusal;
        Assert.Equal((FailureKind.Unsupported, "tools[0].function.parameters"), (refusal?.Kind, refusal?.Param));
    }

    private static string Written(string schema)
    {
        var body = $$"""{"model":"x","messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{{schema}} } } }""";
        var request = Requests.Write(new GeminiProvider(), body, "gemini-2.0-flash");
        const string Name = "\"responseSchema\":";
        var start = request.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return request[start..^2];
    }
}
