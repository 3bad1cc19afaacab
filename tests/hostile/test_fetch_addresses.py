"""No private address is reachable: not by its form, not by a name, not by a redirect, not by a name that changes."""

# ruff: noqa: E501  lists of addresses are as wide as they are

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.fetch import FETCH_REASONS, Guard, RefusedError
from dateline.fetch.address import is_public, joined, text_of

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.0.0.1", "::127.0.0.1", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:5ef5:79fd:0:0:80ff:fffe",
    "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "4000::1", "2001:10::1", "5f00::1", "2001:db8::1", "100::1",
    "2606:4700::1111%eth0",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_addresses_off_the_public_internet_are_told(text: str) -> None:
    """Private, local, shared, reserved, documentation, multicast, metadata, and whatever stands for one of these."""
    assert not is_public(text)


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_on_the_public_internet_pass(text: str) -> None:
    """The guard does not refuse the web."""
    assert is_public(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.ip_addresses().map(str)))
def test_any_text_is_public_or_not(text: str) -> None:
    """Never an exception; what is no address is not public."""
    assert is_public(text) in (True, False)


@settings(max_examples=200, deadline=None)
@given(st.ip_addresses(v=4, network="127.0.0.0/8") | st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="169.254.0.0/16"))  # fmt: skip
def test_no_form_of_a_private_address_passes(address) -> None:
    """Mapped, compatible, 6to4, NAT64: the form says nothing about where it leads."""
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    for form in (
        f"{address}",
        f"::ffff:{address}",
        f"::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::",
        f"64:ff9b::{address}",
    ):
        assert not is_public(form)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "017700000001", "localhost", "127.0.0.1."])  # fmt: skip
def test_odd_spellings_of_this_machine_are_resolved_and_refused(host: str) -> None:
    """The system's own resolver reads them, so its answer is what counts."""
    with pytest.raises(RefusedError) as caught:
        Guard().vetted(host, 80)
    assert caught.value.reason in ("private-address", "no-such-host")


@pytest.mark.parametrize("addresses", [["8.8.8.8", "127.0.0.1"], ["::1", "8.8.8.8"], ["169.254.169.254"]])
def test_a_name_with_one_private_address_is_refused_whole(addresses: list[str]) -> None:
    """Which of several addresses is taken must not depend on luck."""
    with pytest.raises(RefusedError, match="not on the public Internet"):
        Guard(resolve=lambda host, port: addresses).vetted("news.example", 443)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.example/", "gopher://127.0.0.1:70/", "javascript:alert(1)", "data:text/html,x",
        "//news.example/", "news.example", "", "http://", "http:///path", "https://user:secret@news.example/",
        "http://news.example:22/", "http://news.example:6379/", "http://news.example:99999/", "http://news.example:x/",
        "http://[::1", "http://[fe80::1%25eth0]:22/", "http://a b/", "http://a\\@b/", "http://exa<mple/",
        "http://x/" + "a" * 3000, "http://" + "a" * 300 + ".example\0/", "dict://x", "http://\ud800/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    """Other schemes, passwords, other ports, broken and endless addresses."""
    with pytest.raises(RefusedError) as caught:
        Guard().checked(url)
    assert caught.value.reason == "bad-address"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTPS://News.Example/a b?q=ü#x", "https://news.example/a%20b?q=%C3%BC"),
        ("http://münchen.example", "http://xn--mnchen-3ya.example/"),
        ("http://news.example:80/", "http://news.example/"),
        ("http://news.example:8080/%2e%2e/x", "http://news.example:8080/%2e%2e/x"),
        ("http://[2606:4700::1111]/x", "http://[2606:4700::1111]/x"),
        ("http://x.example/\r\nHost:evil", "http://x.example/Host:evil"),
    ],
)
def test_addresses_are_sent_in_one_form(url: str, sent: str) -> None:
    """Small letters, ASCII, no fragment, nothing that could end the line."""
    assert text_of(Guard().checked(url)) == sent


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Nothing else is raised, and no line end ever gets into a request."""
    for url in (text, "http://" + text, "https://news.example/" + text):
        try:
            sent = text_of(Guard().checked(url))
        except RefusedError:
            continue
        assert sent.isascii()
        assert not set(sent) & set("\r\n \t\0")


def test_a_redirect_to_nonsense_is_refused() -> None:
    """The target of a redirect is checked as any address is."""
    with pytest.raises(RefusedError):
        Guard().checked(joined("http://news.example/", "//[::1"))


def test_every_reason_is_documented() -> None:
    """The documentation of sources names all that may keep an address from being fetched."""
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [reason for reason in FETCH_REASONS if f"`{reason}`" not in text] == []
