"""Where a request comes from, as the browser that sends it says: pages of other sites must not act in somebody's name."""

from collections.abc import Mapping
from urllib.parse import urlsplit


def own_origin(headers: Mapping[str, str], host: str) -> bool:
    """Whether a browser sent a request from one of our own pages; `host` is the host and port that it was sent to.

    Browsers say so in Sec-Fetch-Site, those without it in Origin, which is null where no referrer is sent.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin", "")
    return site == "same-origin" or (site is None and urlsplit(origin).netloc == host != "")
