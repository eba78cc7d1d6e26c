// Compresses with the system's libzstd, as a client would.
using System.Runtime.InteropServices;

namespace InworldRouter.Tests.DataPlane.Ingress;

internal static class Zstd
{
    public static byte[] Compress(byte[] plain)
    {
        var room = new byte[ZSTD_compressBound((nuint)plain.Length)];
        var length = ZSTD_compress(room, (nuint)room.Length, plain, (nuint)plain.Length, 3);
        return room[..(int)length];
    }

    [DllImport("libzstd.so.1")]
    private static extern nuint ZSTD_compressBound(nuint length);

    [DllImport("libzstd.so.1")]
    private static extern nuint ZSTD_compress(byte[] to, nuint room, byte[] from, nuint length, int level);
}
