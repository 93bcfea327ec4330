using System.Net;
using Cutis.Platform.Webhooks;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>Every special range, by its first and last address and those beside it; and the forms in which IPv6 hides IPv4.</summary>
public class DestinationAddressesTests
{
    [Theory]
    // IPv4, by RFC 6890 and what has come after it.
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "255.255.255.255", "223.255.255.255", null)]
    [InlineData("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17")]
    // IPv6: all but global unicast, and parts of that.
    [InlineData("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::1")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::1", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::1", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::1", "2003::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe::1", "3fff:1000::")]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff::1", null)]
    public void A_special_range_is_refused_from_its_first_to_its_last_address(string first, string last, string? before, string? after)
    {
        Allows(first).ShouldBeFalse();
        Allows(last).ShouldBeFalse();
        if (before is not null)
            Allows(before).ShouldBeTrue();
        if (after is not null)
            Allows(after).ShouldBeTrue();
    }

    [Theory]
    [InlineData("::1")] // loopback
    [InlineData("::ffff:127.0.0.1")] // IPv4-mapped
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:a00:1")]
    [InlineData("::127.0.0.1")] // IPv4-compatible
    [InlineData("64:ff9b::127.0.0.1")] // NAT64
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::8.8.8.8")] // NAT64 of a network's own
    [InlineData("2002:7f00:1::")] // 6to4
    [InlineData("2002:808:808::")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")] // Teredo
    [InlineData("fe80::1")] // link-local
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")] // site-local
    [InlineData("fc00::1")] // unique local
    [InlineData("fd00:ec2::254")] // metadata of a cloud
    [InlineData("ff02::1")] // multicast
    [InlineData("100::1")] // discard
    [InlineData("5f00::1")] // segment routing
    [InlineData("100.100.100.200")] // metadata of a cloud
    [InlineData("192.0.0.192")]
    public void A_special_address_is_refused_in_every_form(string address) => Allows(address).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    public void A_public_address_is_allowed(string address) => Allows(address).ShouldBeTrue();

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("64:ff9b::10.1.2.3", true)]
    [InlineData("10.2.0.0", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("fd12:3456::9", true)]
    [InlineData("fd12:3457::9", false)]
    public void The_operator_allows_networks_of_his(string address, bool isAllowed) =>
        Allows(address, "10.1.0.0/16, fd12:3456::/32").ShouldBe(isAllowed);

    [Theory]
    [InlineData("10.1.0.0")]
    [InlineData("10.1.0.0/33")]
    [InlineData("intranet")]
    public void A_network_that_is_none_is_a_problem_of_the_settings(string network) =>
        new WebhookOptions { AllowedNetworks = network }
            .Problems()
            .Single()
            .ShouldContain($"not \"{network}\"");

    [Theory]
    [InlineData("https://example.org/hook?a=b", true)]
    [InlineData("http://example.org:8080", true)]
    [InlineData("https://8.8.8.8/", true)]
    [InlineData("ftp://example.org/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/hook", false)]
    [InlineData("https://user:word@example.org/", false)]
    [InlineData("https://example.org/#x", false)]
    [InlineData("http://example.org:25/", false)]
    [InlineData("http://example.org:22/", false)]
    [InlineData("http://127.0.0.1:8080/", false)]
    [InlineData("http://[::1]:8080/", false)]
    [InlineData("http://[::ffff:127.0.0.1]/", false)]
    [InlineData("http://2130706433/", false)] // 127.0.0.1 as a number
    [InlineData("http://0x7f.1/", false)]
    [InlineData("http://0177.0.0.1/", false)]
    public void A_url_is_refused_when_what_it_says_is_enough_for_that(string url, bool isGood) =>
        (DestinationUrl.Problem(url, new DestinationAddresses(new WebhookOptions())) is null).ShouldBe(isGood);

    private static bool Allows(string address, string networks = "") =>
        new DestinationAddresses(new WebhookOptions { AllowedNetworks = networks }).Allows(IPAddress.Parse(address));
}
