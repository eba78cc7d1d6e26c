// Listeners are addresses, each once, and https has its certificate.
using System.Security.Cryptography;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Validation;

internal static class ListenRules
{
    public static void Check(RouterConfig config, ListenAddresses listen, ConfigProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var https = false;
        for (var i = 0; i < listen.Urls.Count; i++)
        {
            var url = listen.Urls[i];
            if (ListenAddresses.Parse(url) is not { } address)
                problems.Add(listen.Path(i), $"\"{url}\" is no address to listen on", "expected one such as http://127.0.0.1:8080");
            else if (!seen.Add(address.ToString()))
                problems.Add(listen.Path(i), $"\"{url}\" is listed twice", "keep one of them");
            else
                https |= address.Scheme == "https";
        }
        if (config.Certificate is { } certificate)
            CheckCertificate(certificate, problems);
        else if (https)
            problems.Add("certificate", "an https listener has no certificate", "name its file: \"certificate\": { \"path\": \"router.pem\" }");
    }

    private static void CheckCertificate(CertificateConfig certificate, ConfigProblems problems)
    {
        if (certificate.Path is null)
        {
            problems.Add("certificate.path", "no file is named", "name a PEM or PKCS#12 file");
            return;
        }
        try
        {
            ServerCertificate.Load(certificate).Dispose();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add("certificate.path", $"no certificate with its private key could be loaded: {e.Message}", "name a PEM or PKCS#12 file, its keyPath and its password");
        }
    }
}
