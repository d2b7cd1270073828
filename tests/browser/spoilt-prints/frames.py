"""
Writes what a phone's camera sees of a permit, for every printing and condition: frames.py PERMIT.pdf FOLDER X Y WIDTH, the last three
being the code's middle and width on the page, in mm.
"""
import json
import sys
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from conditions import CONDITIONS, OPTICS, creases
from paper import place, printed

SCALES = (96, 100, 103)
RESOLUTIONS = (150, 300, 600)
FRAME = (1280, 720)
# How much of the frame's height the code covers, and how it is held.
COVERS = (0.62, 0.42)
TURNS = (6, -11)
TILT = np.radians(15)
MODULES = 61
# Dots of paper around the code that the camera may see, in widths of the code.
AROUND = 1.6


def main(pdf, folder, *code):
    code = [float(mm) for mm in code]
    printings = [(pdf, folder, code, scale, dpi) for scale in SCALES for dpi in RESOLUTIONS]
    with Pool() as pool:
        frames = pool.starmap(spoilt, printings, chunksize=1)
    print(json.dumps([frame for printing in frames for frame in printing]))


def spoilt(pdf, folder, code, scale, dpi):
    """One printing in every condition."""
    frames = []
    sheet = printed(pdf, scale, dpi, folder)
    piece, width = cut_out(sheet, *place(code, scale, dpi))
    for condition in CONDITIONS:
        for level in (0, 1):
            name = f"{scale}-{dpi}-{condition.replace(' ', '-')}-{level}.jpg"
            # The same every time: the seed is the frame's place among the spoilt prints.
            rng = np.random.default_rng([scale, dpi, CONDITIONS.index(condition), level])
            frame = film(piece, width, condition, level, rng)
            save(Path(folder) / name, frame)
            # Chromium takes a film's shades for those of television (16 to 235), and would lose the darkest.
            save(Path(folder) / f"film-{name}", frame * (219 / 255) + 16)
            frames.append({"file": name, "film": f"film-{name}", "scale": scale, "dpi": dpi, "condition": condition, "level": level})
    return frames


def save(path, frame):
    cv2.imwrite(str(path), np.uint8(np.round(frame)), [cv2.IMWRITE_JPEG_QUALITY, 90])


def cut_out(sheet, middle, width):
    """The code with the paper around it, made smaller as a lens would; its width in the piece's pixels."""
    x, y = middle
    reach = int(width * AROUND)
    padded = cv2.copyMakeBorder(sheet, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=90)
    piece = padded[int(y) : int(y) + 2 * reach, int(x) : int(x) + 2 * reach]
    shrink = min(1, FRAME[1] * 1.3 / width)
    return cv2.resize(piece, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), width * shrink


def film(piece, width, condition, level, rng):
    if condition == "creases":
        piece = creases(piece, level, rng)
    pixels = FRAME[1] * COVERS[level]
    tilt = TILT if condition == "perspective" else 0
    view = projection(piece.shape, pixels / width, np.radians(TURNS[level]), tilt * (1, -1)[level], tilt)
    frame = cv2.warpPerspective(np.float32(piece), view, FRAME, flags=cv2.INTER_AREA, borderValue=90)
    frame = cv2.GaussianBlur(frame, (0, 0), 0.6)
    if condition in OPTICS:
        frame = OPTICS[condition](frame, level, pixels / MODULES, rng)
    return np.uint8(np.clip(frame, 0, 255))


def projection(shape, scale, turn, pitch, yaw):
    """A sheet turned in its plane, then tilted both ways, seen from a hand's distance."""
    distance = 1400.0
    centre = np.array([[1, 0, -shape[1] / 2], [0, 1, -shape[0] / 2], [0, 0, 1]])
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * scale
    rotate_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    rotate_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    plane = np.zeros((3, 3))
    plane[:2, :2] = spin
    plane[2, 2] = 1
    turned = (rotate_x @ rotate_y)[:, :2] @ plane[:2, :2]
    lens = np.zeros((3, 3))
    lens[:, :2] = turned
    lens[:, 2] = [0, 0, distance]
    focus = np.array([[distance, 0, FRAME[0] / 2], [0, distance, FRAME[1] / 2], [0, 0, 1]])
    return focus @ lens @ centre


if __name__ == "__main__":
    main(*sys.argv[1:])
