// Which addresses belong to the internet, and which to this machine, its neighbours or nobody.
using System.Net;
using System.Net.Sockets;

namespace InworldRouter.Capabilities.Images;

/// <summary>
/// "never loopback, private, link-local or metadata addresses" (api.md 10). What the registries of special-purpose addresses
/// (iana-ipv4-special-registry, iana-ipv6-special-registry) do not call globally reachable is refused, and so is whatever stands for such an address.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        IPNetwork.Parse("0.0.0.0/8"), // "this network": Linux takes it for loopback
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // carriers' NAT; Alibaba's metadata is 100.100.100.200
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // Azure's platform, on an address that looks public
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the metadata of AWS, Google and Azure
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments; Oracle's metadata is 192.0.0.192
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
        IPNetwork.Parse("2001::/23"), // protocol assignments, Teredo among them
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: an IPv4 address in disguise, and out of use
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>All that has been given out of IPv6. Loopback, unique-local, link-local, multicast and local NAT64 (64:ff9b:1::/48) are outside.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>NAT64: how a network without IPv4 reaches a host that has nothing else (RFC 6052); the last four bytes are what counts.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (Nat64.Contains(address))
            address = new IPAddress(address.GetAddressBytes()[^4..]);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(address))
            return false;
        return !Array.Exists(Special, network => network.Contains(address));
    }
}
