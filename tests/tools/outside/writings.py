"""One address in many writings."""

from ipaddress import IPv4Address


def writings(address: IPv4Address) -> list[str]:
    """Ways in which some reader or other understands an IPv4 address."""
    number = int(address)
    a, b, c, d = address.packed
    mapped = f"{number >> 16:x}:{number & 0xFFFF:x}"
    return [
        f"{a}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.{d}.",
        f"{a}.{b}.{number & 0xFFFF}",
        f"{a}.{number & 0xFFFFFF}",
        f"{number}",
        f"{number:#x}",
        f"{number:#o}".replace("0o", "0"),
        f"{a:#x}.{b:#x}.{c:#x}.{d:#x}",
        f"{a:o}.{b:o}.{c:o}.{d:o}".replace("", "0", 1),
        f"0{a:o}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.{d:#x}",
        "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in str(address)),
        str(address).replace(".", "。"),
        str(address).replace(".", "%2e"),
        f"[::ffff:{mapped}]",
        f"[::{mapped}]",
        f"[64:ff9b::{mapped}]",
        f"[2002:{mapped}::]",
        f"[2606:4700::5efe:{mapped}]",
        f"[::ffff:0:{mapped}]",
    ]
