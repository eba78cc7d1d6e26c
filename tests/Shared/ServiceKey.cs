// A service account's key file with a key made for the tests, and the public half that proves what was signed.
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace InworldRouter.Shared;

internal static class ServiceKey
{
    public const string Email = "router@my-project.iam.gserviceaccount.com";

    private static readonly RSA Rsa = RSA.Create(2048);

    public static string Pem { get; } = Rsa.ExportPkcs8PrivateKeyPem();

    /// <summary>The file as Google writes it.</summary>
    /// <param name="change">What this one has otherwise.</param>
    public static string File(Action<JsonObject>? change = null)
    {
        var file = new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "my-project",
            ["private_key_id"] = "1f2e3d",
            ["private_key"] = Pem + "\n",
            ["client_email"] = Email,
            ["client_id"] = "1234567890",
            ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
            ["universe_domain"] = "googleapis.com",
        };
        change?.Invoke(file);
        return file.ToJsonString();
    }

    /// <summary>The signature is that of this key over these bytes.</summary>
    public static bool Verify(byte[] signed, byte[] signature) => Rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
