//! The permit on paper, read back by the programs that people have.

#[path = "pdf/sample.rs"]
mod sample;
#[path = "pdf/tools.rs"]
mod tools;

use permit::pdf::{PdfError, Skeleton};

#[test]
fn draws() {
    let skeleton = Skeleton::draw(&sample::layout()).unwrap();
    let pdf = skeleton.fill(&sample::paper()).unwrap();
    println!("{} of {}", pdf.len(), skeleton.to_bytes().len());
    tools::keep("sample", &pdf);
    let start = std::time::Instant::now();
    for _ in 0..200 { std::hint::black_box(skeleton.fill(&sample::paper()).unwrap()); }
    println!("{:?}", start.elapsed() / 200);
}
