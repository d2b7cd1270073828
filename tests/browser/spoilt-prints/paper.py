"""The permit as a printer puts it on A4 paper."""
import subprocess
from pathlib import Path

import cv2
import numpy as np

MM_PER_INCH = 25.4
A4 = (210, 297)
# What most printers cannot reach.
MARGIN = 4
INK = 20
PAPER = 235


def printed(pdf, scale, dpi, folder):
    """The sheet in the printer's dots: black or white, enlarged about its middle, cut off where no printer prints."""
    name = Path(folder) / f"paper-{scale}-{dpi}"
    dots = str(dpi * scale / 100)
    subprocess.run(["pdftoppm", "-gray", "-aa", "no", "-aaVector", "no", "-r", dots, "-singlefile", pdf, name], check=True)
    page = cv2.imread(f"{name}.pgm", cv2.IMREAD_GRAYSCALE)
    size = [round(mm / MM_PER_INCH * dpi) for mm in A4]
    sheet = centred(page, size)
    margin = round(MARGIN / MM_PER_INCH * dpi)
    ink = np.full_like(sheet, PAPER)
    inside = (slice(margin, -margin), slice(margin, -margin))
    ink[inside] = np.where(sheet[inside] < 128, INK, PAPER)
    return ink


def centred(page, size):
    """The page in the middle of the sheet: white around it where it is smaller, cut off where it is larger."""
    width, height = size
    sheet = np.full((height, width), 255, np.uint8)
    source, target = [], []
    for have, want in zip(page.shape, (height, width)):
        offset = (want - have) // 2
        source.append(slice(max(0, -offset), max(0, -offset) + min(have, want)))
        target.append(slice(max(0, offset), max(0, offset) + min(have, want)))
    sheet[tuple(target)] = page[tuple(source)]
    return sheet


def place(code, scale, dpi):
    """Where the code's middle is on the sheet and how wide it is, in dots; `code` is x, y and width in mm as the page was made."""
    x, y, width = code
    middle = [mm / 2 + (at - mm / 2) * scale / 100 for at, mm in zip((x, y), A4)]
    dots = dpi / MM_PER_INCH
    return [at * dots for at in middle], width * scale / 100 * dots
