// A Google service account's key file, and what is signed with it to ask for an access token.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Credentials;

/// <summary>Pure: the time is passed in, and whoever fetches the token does so elsewhere. Its text shows nothing of the key.</summary>
public sealed class ServiceAccount
{
    /// <summary>What the token is good for (providers.md C.1).</summary>
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private const string DefaultTokenUri = "https://oauth2.googleapis.com/token";

    /// <summary>"exp ≤ iat+3600" (providers.md C.1)</summary>
    private const long LifetimeSeconds = 3600;

    // PKCS#8, the only form that Google writes; "RSA PRIVATE KEY" would be PKCS#1.
    private const string PemLabel = "PRIVATE KEY";

    private readonly string _privateKey;

    private ServiceAccount(string clientEmail, string privateKey, string? privateKeyId, string? projectId, Uri tokenUri)
    {
        ClientEmail = clientEmail;
        _privateKey = privateKey;
        PrivateKeyId = privateKeyId;
        ProjectId = projectId;
        TokenUri = tokenUri;
    }

    public string ClientEmail { get; }

    public string? PrivateKeyId { get; }

    /// <summary>The project that the account belongs to, for calls that name no other.</summary>
    public string? ProjectId { get; }

    /// <summary>Where an assertion is changed for a token. "Vertex honours token_uri of its credentials file." (configuration.md)</summary>
    public Uri TokenUri { get; }

    /// <param name="json">The content of the key file.</param>
    /// <param name="problem">What is missing or wrong, with the name of the member and without its value.</param>
    /// <returns>Null when there is a problem.</returns>
    public static ServiceAccount? Read(ReadOnlySpan<byte> json, out string? problem)
    {
        if (!ServiceAccountFields.TryScan(json, out var fields, out _))
        {
            problem = "it is not a JSON object";
            return null;
        }
        var type = Text(fields.Type, json);
        if (type is not (null or "service_account"))
        {
            // One word of a small set: no secret, and the usual mistake is to give gcloud's own sign-in ("authorized_user").
            problem = $"its \"type\" is \"{(type.Length <= 40 ? type : "…")}\", not \"service_account\"";
            return null;
        }
        var email = Text(fields.ClientEmail, json);
        var key = Text(fields.PrivateKey, json);
        Uri? tokenUri = null;
        problem = email is null ? "\"client_email\" is missing"
            : key is null ? "\"private_key\" is missing"
            : !IsTokenUri(Text(fields.TokenUri, json) ?? DefaultTokenUri, out tokenUri) ? "\"token_uri\" is no http or https address"
            : ProblemOf(key);
        return problem is null ? new ServiceAccount(email!, key!, Text(fields.PrivateKeyId, json), Text(fields.ProjectId, json), tokenUri!) : null;
    }

    /// <summary>
    /// The signed JWT: "header {alg:RS256,typ:JWT,kid?}; claims {iss: client_email, scope, aud, iat, exp ≤ iat+3600}; … RSASSA-PKCS1-v1_5 SHA-256,
    /// base64url without padding" (providers.md C.1). Signing takes about a millisecond.
    /// </summary>
    public string Assertion(DateTimeOffset now)
    {
        using var part = new PooledBuffer();
        part.Write("{\"alg\":\"RS256\",\"typ\":\"JWT\""u8);
        if (PrivateKeyId is { } id)
        {
            part.WriteName("kid"u8);
            part.WriteJsonString(id);
        }
        part.Write((byte)'}');
        var header = Base64Url.EncodeToString(part.Written);
        part.Truncate(0);
        part.Write("""{"iss":"""u8);
        part.WriteJsonString(ClientEmail);
        part.WriteName("scope"u8);
        part.WriteJsonString(Scope);
        part.WriteName("aud"u8);
        part.WriteJsonString(TokenUri.AbsoluteUri);
        part.WriteName("iat"u8);
        part.WriteNumber(now.ToUnixTimeSeconds());
        part.WriteName("exp"u8);
        part.WriteNumber(now.ToUnixTimeSeconds() + LifetimeSeconds);
        part.Write((byte)'}');
        var signed = $"{header}.{Base64Url.EncodeToString(part.Written)}";
        using var rsa = RSA.Create();
        rsa.ImportFromPem(_privateKey);
        return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>The form that is posted to <see cref="TokenUri"/>. Base64url and dots need no escapes.</summary>
    public static string TokenRequest(string assertion) => $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion}";

    public override string ToString() => $"ServiceAccount({ClientEmail})";

    private static string? ProblemOf(string privateKey)
    {
        if (!PemEncoding.TryFind(privateKey, out var pem))
            return "\"private_key\" holds no PEM block (are its line ends written \\\\n instead of \\n?)";
        if (!privateKey.AsSpan()[pem.Label].SequenceEqual(PemLabel))
            return $"\"private_key\" holds a PEM block of another kind than \"{PemLabel}\"";
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(privateKey);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Their words are about ASN.1, which helps nobody.
            return "\"private_key\" is no RSA key in PKCS#8 form";
        }
    }

    private static bool IsTokenUri(string text, out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;

    private static string? Text(in JsonValue value, ReadOnlySpan<byte> json) => value.IsNonEmptyString ? value.GetString(json) : null;
}

[JsonFields]
internal partial struct ServiceAccountFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("project_id")] public JsonValue ProjectId;
    [JsonField("private_key_id")] public JsonValue PrivateKeyId;
    [JsonField("private_key")] public JsonValue PrivateKey;
    [JsonField("client_email")] public JsonValue ClientEmail;
    [JsonField("token_uri")] public JsonValue TokenUri;
}
