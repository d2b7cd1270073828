"""What happens to a code between the paper and the camera's sensor. A level is 0 near by and 1 farther off, and worse."""
import cv2
import numpy as np


def blur(frame, level, modules, rng):
    """A hand that moved, a lens out of focus; `modules` is how many pixels a module has."""
    return cv2.GaussianBlur(frame, (0, 0), modules * (0.42, 0.52)[level])


def noise(frame, level, modules, rng):
    return frame + rng.normal(0, (38, 50)[level], frame.shape)


def low_light(frame, level, modules, rng):
    """A street at night: few photons, amplified, falling off to the corners."""
    height, width = frame.shape
    y, x = np.mgrid[:height, :width]
    fall = 1 - 0.7 * np.hypot((x - width * 0.35) / width, (y - height * 0.4) / height)
    photons = frame * fall * (0.10, 0.07)[level]
    return rng.poisson(np.clip(photons, 0, None)) * 2.2 + rng.normal(6, 3, frame.shape)


def screen(frame, level, modules, rng):
    """A phone's screen filmed: its rows of pixels beat against the sensor's, and a lamp is mirrored in it."""
    height, width = frame.shape
    y, x = np.mgrid[:height, :width]
    pitch = (2.35, 2.2)[level]
    turned = x * 0.998 + y * 0.06
    grid = 0.5 + 0.25 * np.sign(np.sin(2 * np.pi * turned / pitch)) + 0.25 * np.sign(np.sin(2 * np.pi * y / pitch))
    bright = frame * (0.45 + 0.55 * grid) * 0.8 + 25
    lamp = np.exp(-(((x - width * 0.58) / (width * 0.05)) ** 2 + ((y - height * 0.42) / (height * (0.08, 0.07)[level])) ** 2))
    return cv2.GaussianBlur(bright + lamp * 190, (0, 0), 0.7)


def creases(dots, level, rng):
    """Folded in four and carried in a pocket: the ink is off along the folds, the paper bent, each quarter in a shade of its own."""
    height, width = dots.shape
    paper = dots.astype(np.float32)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    down, across = height * 0.56, width * 0.44
    for distance, shade in ((x - across, (0.72, 0.6)[level]), (y - down, (0.8, 0.7)[level])):
        paper *= np.where(distance > 0, 1.0, shade)
        worn = np.abs(distance) < width * (0.0026, 0.0036)[level]
        paper = np.where(worn & (rng.random(dots.shape) < 0.8), 205, paper)
    bend = width * (0.002, 0.003)[level]
    shift = bend * (np.exp(-np.abs(x - across) / (width * 0.1)) + np.exp(-np.abs(y - down) / (height * 0.1)))
    return cv2.remap(paper, x + shift, y + shift, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


OPTICS = {"blur": blur, "noise": noise, "low light": low_light, "screen": screen}
CONDITIONS = ["clean", "blur", "noise", "perspective", "creases", "low light", "screen"]
