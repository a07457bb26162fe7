"""Compares the pages of a report with the pictures that are kept of them, so that a change of layout is seen.

Usage: pictures.py REPORT [--keep]
With --keep, the pictures are made anew: look at them before they are committed.
"""

import pathlib
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageFilter, ImageStat

KEPT = pathlib.Path(__file__).parents[2] / "tests/pictures"
# Enough to see where each line stands; small enough to keep.
DOTS_PER_INCH = 48
# The mean difference of a page in shades of grey, of 255. Another version of poppler stays under 0.5; a line
# that has moved by its height is over 1.
TOLERANCE = 0.8


def pages(report, folder) -> list[pathlib.Path]:
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", report, f"{folder}/page"], check=True)
    return sorted(pathlib.Path(folder).glob("page-*.png"))


def difference(kept, made) -> float:
    """How far two pictures are apart. A little blur takes away what only the drawing of letters does."""
    blurred = [Image.open(path).convert("L").filter(ImageFilter.GaussianBlur(0.7)) for path in [kept, made]]
    if blurred[0].size != blurred[1].size:
        return 255.0
    return ImageStat.Stat(ImageChops.difference(*blurred)).mean[0]


def keep(made) -> int:
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.png"):
        old.unlink()
    for number, path in enumerate(made, 1):
        picture = Image.open(path).convert("L").quantize(16)
        picture.save(KEPT / f"demo-{number:02}.png", optimize=True)
    print(f"{len(made)} pictures are in {KEPT}")
    return 0


def compare(made) -> int:
    kept = sorted(KEPT.glob("*.png"))
    well = len(kept) == len(made)
    if not well:
        print(f"The report has {len(made)} pages, and {len(kept)} pictures are kept.")
    for picture, page in zip(kept, made):
        apart = difference(picture, page)
        if apart > TOLERANCE:
            print(f"{picture.name} is {apart:.2f} apart from the page, more than {TOLERANCE}")
            well = False
    if not well:
        print("If the new layout is right: .ci/gate/pictures.py REPORT --keep, look at the pictures, commit them.")
    return 0 if well else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = pages(sys.argv[1], folder)
        sys.exit(keep(made) if "--keep" in sys.argv else compare(made))
