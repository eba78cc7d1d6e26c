// Secrets are taken out of what providers say, and nothing else is.
using InworldRouter.DataPlane.Egress;

namespace InworldRouter.Tests.DataPlane.Egress;

public sealed class RedactionTests
{
    private const string Secret = "unguessable-word-42";

    [Theory]
    [InlineData("The key unguessable-word-42 is no good", "The key *** is no good")]
    [InlineData("unguessable-word-42", "***")]
    [InlineData("(unguessable-word-42),unguessable-word-42!", "(***),***!")]
    [InlineData("Incorrect API key provided: sk-abcde***********wxyz. You can find", "Incorrect API key provided: ***. You can find")]
    [InlineData("Incorrect API key provided: sk-proj-AbC_dEf-123456789.", "Incorrect API key provided: ***.")]
    [InlineData("Incorrect API key provided: ungue*********d-42.", "Incorrect API key provided: ***.")]
    [InlineData("Invalid key gsk_1234567890abcdef", "Invalid key ***")]
    [InlineData("Invalid key xai-1234567890", "Invalid key ***")]
    [InlineData("key AIzaSyA1234567890_bcd-ef", "key ***")]
    [InlineData("Authorization: Bearer abc.def-123456 refused", "Authorization: Bearer *** refused")]
    [InlineData("authorization: bearer  0123456789abcdef", "authorization: bearer  ***")]
    [InlineData("GET https://host/v1/models?key=abcdef123456&alt=sse failed", "GET https://host/v1/models?key=***&alt=sse failed")]
    [InlineData("https://host/?api_key=abcdef123456", "https://host/?api_key=***")]
    [InlineData("https://host/?api-key=abcdef123456;x", "https://host/?api-key=***;x")]
    [InlineData("https://host/?access_token=abcdef123456", "https://host/?access_token=***")]
    [InlineData("x-api-key: abcdef123456, next", "x-api-key: ***, next")]
    public void C65_SecretsAreMasked(string text, string expected) => Assert.Equal(expected, Redaction.Clean(text, Secret));

    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens. However, you requested 9000.")]
    [InlineData("You need to provide your API key in an Authorization header using Bearer auth.")]
    [InlineData("Bearer authentication is required")]
    [InlineData("A bearer of good news")]
    [InlineData("a risk-assessment of the task-management-system")]
    [InlineData("Use *emphasis* or **strong** words")]
    [InlineData("keyboard = 12345678, monkey = 12345678")]
    [InlineData("max_tokens=123456 is too large")]
    [InlineData("tokens: 1234567 used")]
    [InlineData("The API key is missing")]
    [InlineData("")]
    public void OrdinaryWords_StayAsTheyAre(string text) => Assert.Equal(text, Redaction.Clean(text, Secret));

    [Fact]
    public void AVeryShortSecret_DoesNotEatTheSentence() => Assert.Equal("no connection", Redaction.Clean("no connection", "no"));

    [Fact]
    public void ALongText_IsReadInOneGo()
    {
        var text = new string('a', 100_000) + " sk-12345678901 " + new string('*', 100_000) + string.Concat(Enumerable.Repeat("Bearer ", 10_000));

        Assert.Contains(" *** ", Redaction.Clean(text, ""), StringComparison.Ordinal);
    }
}
