"""
What scanners make of a permit: one scan in each way that a PDF packs pictures. `chasqui preview forms/transit-permit.yaml --out .` before
gives permit.pdf, keys.json and statuslist.cwt; then make.py, with img2pdf and Pillow of PyPI, and pdftoppm.
"""
import subprocess

import img2pdf
from PIL import Image

DPI = 150

subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "permit.pdf", "scan"], check=True)
page = Image.open("scan.pgm")
# A scanner's glass is a little larger than the code, and the sheet lies askew.
grey = page.rotate(1.5, fillcolor=255, resample=Image.Resampling.BICUBIC).crop((40, 1200, 480, 1640))
bilevel = grey.point(lambda shade: 255 if shade > 128 else 0).convert("1")
bilevel.save("g4.tif", compression="group4", dpi=(DPI, DPI))
grey.save("flate.png", dpi=(DPI, DPI))
grey.save("jpx.jp2", quality_mode="rates", quality_layers=[30])
grey.save("dct.jpg", quality=50, dpi=(DPI, DPI))
for name in ("g4.tif", "flate.png", "jpx.jp2", "dct.jpg"):
    with open(f"{name.split('.')[0]}.pdf", "wb") as pdf:
        pdf.write(img2pdf.convert(name))
