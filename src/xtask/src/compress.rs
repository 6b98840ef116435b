//! gzip and brotli copies beside every file, made once at build time.

use crate::Done;
use flate2::{Compression, write::GzEncoder};
use std::{fs, io::Write, path::Path};

/// Bytes of one file: as it is, gzip 9, brotli 11.
#[derive(Clone, Copy, Default)]
pub struct Sizes {
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

/// Writes `path` and its two compressed copies.
pub fn write(path: &Path, bytes: &[u8]) -> Done<Sizes> {
    let say = |why: std::io::Error| format!("{}: {why}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(say)?;
    }
    let (gzip, brotli) = both(bytes).map_err(say)?;
    let beside = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        name
    };
    fs::write(path, bytes).map_err(say)?;
    fs::write(beside(".gz"), &gzip).map_err(say)?;
    fs::write(beside(".br"), &brotli).map_err(say)?;
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
