"""How a page that was opened from disk learns that it was built anew: by the size of a tiny picture beside it.

A page from disk may not fetch, and our policy lets no foreign script run; a picture it may load. Its width and height
are made of the page's hash. Only `dateline build --watch` puts this into a page.
"""

import base64
import hashlib
from dataclasses import dataclass

_SCRIPT = """(() => {{
  const look = () => {{
    const picture = new Image();
    picture.onload = () => {{
      if (picture.naturalWidth !== {width} || picture.naturalHeight !== {height}) location.reload();
      else setTimeout(look, 1000);
    }};
    picture.onerror = () => setTimeout(look, 1000);
    picture.src = "{name}?" + Date.now();
  }};
  setTimeout(look, 1000);
}})();"""


@dataclass(frozen=True, slots=True)
class Beacon:
    """The picture of one build, and the script that compares the page with it."""

    width: int
    height: int

    name = "watch.svg"

    @classmethod
    def of(cls, html: str) -> "Beacon":
        """The beacon of a page."""
        digest = hashlib.sha256(html.encode()).digest()
        return cls(1 + int.from_bytes(digest[:2]) % 4000, 1 + int.from_bytes(digest[2:4]) % 4000)

    @property
    def svg(self) -> bytes:
        """The picture."""
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"/>\n'.encode()

    def light(self, html: str) -> str:
        """The page with the script at its end and leave in its policy to run it and to load the picture."""
        code = _SCRIPT.format(width=self.width, height=self.height, name=self.name)
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        policies, page = html.split("<title>", 1)
        policies = policies.replace("script-src ", f"script-src 'sha256-{digest}' ")
        policies = policies.replace("img-src ", "img-src file: 'self' ")
        body, tail = page.rsplit("</body>", 1)
        return f"{policies}<title>{body}<script>{code}</script></body>{tail}"
