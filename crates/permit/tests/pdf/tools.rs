//! Programs that read the paper as the world does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs a program of a Debian package; a missing one fails the test with the package's name.
pub(crate) fn run(program: &str, package: &str, arguments: &[&str]) -> Output {
    match Command::new(program).args(arguments).output() {
        Ok(output) => output,
        Err(error) => {
            panic!("{program} cannot be run ({error}): install it with `apt-get install {package}`")
        }
    }
}

/// A file of this test process, written under cargo's folder for them.
pub(crate) fn keep(name: &str, pdf: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.pdf", std::process::id()));
    std::fs::write(&path, pdf).unwrap();
    path
}

/// What a person gets who copies the paper's text, line by line as it stands.
pub(crate) fn text(name: &str, pdf: &[u8]) -> String {
    let path = keep(name, pdf);
    let output = run(
        "pdftotext",
        "poppler-utils",
        &["-layout", path.to_str().unwrap(), "-"],
    );
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The page in grey at a resolution.
pub(crate) fn picture(name: &str, pdf: &[u8], dpi: u32) -> Grey {
    let path = keep(name, pdf);
    let dpi = dpi.to_string();
    let output = run(
        "pdftoppm",
        "poppler-utils",
        &["-gray", "-singlefile", "-r", &dpi, path.to_str().unwrap()],
    );
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Grey::read(&output.stdout)
}

/// A picture of eight bits a pixel.
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Grey {
    /// Reads a PGM (`P5`) as pdftoppm writes it.
    fn read(pgm: &[u8]) -> Self {
        let mut lines = pgm.splitn(4, |byte| *byte == b'\n');
        assert_eq!(lines.next(), Some(b"P5".as_slice()));
        let size = std::str::from_utf8(lines.next().unwrap()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        lines.next();
        let pixels = lines.next().unwrap().to_vec();
        Self {
            width: width.parse().unwrap(),
            height: height.parse().unwrap(),
            pixels,
        }
    }

    /// The one QR on the page.
    pub(crate) fn qr_text(&self) -> String {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.pixels[y * self.width + x]
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "codes found on the page");
        grids[0].decode().unwrap().1
    }

    /// Left, top, right and bottom of the code in millimetres, at 150 dpi.
    pub(crate) fn code_corners(&self) -> [f32; 4] {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.pixels[y * self.width + x]
        });
        let bounds = image.detect_grids()[0].bounds;
        let [x, y] = [bounds.map(|at| at.x), bounds.map(|at| at.y)];
        let ends = |of: [i32; 4]| (of.into_iter().min().unwrap(), of.into_iter().max().unwrap());
        let (left, right) = ends(x);
        let (top, bottom) = ends(y);
        [left, top, right, bottom].map(|pixel| pixel as f32 / 150.0 * 25.4)
    }

    /// The darkest value in a rectangle given in millimetres from the upper left corner.
    pub(crate) fn darkest(&self, dpi: f32, left: f32, top: f32, right: f32, bottom: f32) -> u8 {
        let pixel = |mm: f32| (mm / 25.4 * dpi) as usize;
        (pixel(top)..pixel(bottom).min(self.height))
            .flat_map(|y| (pixel(left)..pixel(right).min(self.width)).map(move |x| (x, y)))
            .map(|(x, y)| self.pixels[y * self.width + x])
            .min()
            .unwrap_or(255)
    }
}
