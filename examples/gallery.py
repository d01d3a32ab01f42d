"""Makes the pictures of docs/gallery.md by running the code that stands above them.

python examples/gallery.py [folder]
"""

import sys
from pathlib import Path

import matplotlib as mpl
from PIL import Image

CHECKOUT = Path(__file__).resolve().parents[1]
PIXELS = 1000
"""Width of a picture on a page on a screen."""


def shrink(path: Path) -> None:
    """Leave as many dots and colours as a page on a screen needs."""
    with Image.open(path) as picture:
        small = picture.convert("RGB")
    if small.width > PIXELS:
        small = small.resize((PIXELS, round(small.height * PIXELS / small.width)), Image.Resampling.LANCZOS)
    small.quantize(256).save(path, optimize=True)


def main(folder: Path) -> None:
    """Draw all pictures into a folder."""
    sys.path.insert(0, str(CHECKOUT))
    from tools.pages import run_page

    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    for _ in run_page(CHECKOUT / "docs" / "gallery.md", folder):
        pass
    for path in folder.glob("*.png"):
        shrink(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "docs" / "images" / "pictures")
