"""Addresses of things on other sites, and of the players that show them."""

from urllib.parse import parse_qs, urlsplit


def host_of(address: str) -> str:
    """Of an address that browsers may load; empty for anything else."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower() if parts.scheme == "https" and not parts.username else ""
    except ValueError:
        return ""


def player_of(address: str) -> str:
    """The address of the player, which sets fewer cookies than the page around it; else the address itself."""
    parts, host = urlsplit(address), host_of(address)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host in ("www.youtube.com", "youtube.com", "youtu.be", "www.youtube-nocookie.com"):
        video = parse_qs(parts.query).get("v", [last])[0]
        video = "".join(char for char in video if char.isalnum() or char in "-_")
        return f"https://www.youtube-nocookie.com/embed/{video}"
    if host == "vimeo.com" and last.isdecimal():
        return f"https://player.vimeo.com/video/{last}?dnt=1"
    return address
