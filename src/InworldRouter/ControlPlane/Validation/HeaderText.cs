// What may stand in an HTTP header as a credential.
namespace InworldRouter.ControlPlane.Validation;

internal static class HeaderText
{
    /// <summary>Visible ASCII: no space that would end a token, no CR or LF that would begin another header.</summary>
    public static bool IsCredential(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
