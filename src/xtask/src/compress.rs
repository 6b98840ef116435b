//! gzip and brotli copies beside every file, made once at build time.

use crate::Done;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    num::NonZero,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Bytes of one file: as it is, gzip 9, brotli 11.
#[derive(Clone, Copy, Default)]
pub struct Sizes {
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

/// Writes the two compressed copies of each of these files beside it, on every core: brotli at its best is most of what
/// writing `pkg/` costs. The sizes come in the order of `paths`.
pub fn beside(paths: &[PathBuf]) -> Done<Vec<Sizes>> {
    let lanes = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    // Taken one by one: a module of a megabyte is worth a hundred packs.
    let lane = || -> Done<Vec<(usize, Sizes)>> {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = paths.get(at) else { return Ok(done) };
            done.push((at, copies(path).map_err(|why| format!("{}: {why}", path.display()))?));
        }
    };
    let mut sizes = vec![Sizes::default(); paths.len()];
    thread::scope(|scope| {
        let lanes: Vec<_> = (0..lanes).map(|_| scope.spawn(lane)).collect();
        for lane in lanes {
            for (at, size) in lane.join().map_err(|_| "a thread that compresses ended by itself")?? {
                sizes[at] = size;
            }
        }
        Ok(sizes)
    })
}

fn copies(path: &Path) -> std::io::Result<Sizes> {
    let bytes = fs::read(path)?;
    let (gzip, brotli) = both(&bytes)?;
    let named = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        name
    };
    fs::write(named(".gz"), &gzip)?;
    fs::write(named(".br"), &brotli)?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip.len(), brotli: brotli.len() })
}

fn both(bytes: &[u8]) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let mut squeezed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut squeezed, &params)?;
    Ok((gzip.finish()?, squeezed))
}
