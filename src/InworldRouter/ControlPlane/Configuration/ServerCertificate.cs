// Loads the certificate of https listeners.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InworldRouter.ControlPlane.Configuration;

public static class ServerCertificate
{
    /// <exception cref="CryptographicException">The file holds no certificate with its private key, or the password is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static X509Certificate2 Load(CertificateConfig config)
    {
        var path = config.Path ?? throw new CryptographicException("no certificate file is named");
        if (!IsPem(path))
            return X509CertificateLoader.LoadPkcs12FromFile(path, config.Password);
        var key = config.KeyPath ?? path;
        return config.Password is null
            ? X509Certificate2.CreateFromPemFile(path, key)
            : X509Certificate2.CreateFromEncryptedPemFile(path, config.Password, key);
    }

    // PEM is text; PKCS#12 is a DER sequence, whose first byte is 0x30.
    private static bool IsPem(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() != 0x30;
    }
}
