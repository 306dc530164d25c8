using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ZeroRpc.Transport;

/// <summary>The names of network interfaces, such as <c>eth0</c>, which can stand for their addresses where a socket listens, as in libzmq.</summary>
internal static class InterfaceNames
{
    /// <summary>
    /// Returns the address of an interface, an IPv4 address if it has one. Null if no interface has the name.
    /// </summary>
    /// <exception cref="ZeroRpcEndpointException">The interface has no address.</exception>
    public static IPAddress? Find(string name, string endpoint)
    {
        NetworkInterface? named = Array.Find(NetworkInterface.GetAllNetworkInterfaces(), each => each.Name == name);
        if (named is null)
        {
            return null;
        }

        IPAddress[] addresses = [.. named.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address)];
        return Array.Find(addresses, address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault()
            ?? throw new ZeroRpcEndpointException($"The network interface '{name}' of '{endpoint}' has no address.") { Endpoint = endpoint };
    }
}
