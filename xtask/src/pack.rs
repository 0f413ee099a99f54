//! The program as it is published: compressed with gzip, here and not by the server, and unpacked by
//! `public/monthwise.js`.
//!
//! So it weighs the same from every server, whether or not that compresses, and Zopfli has the time to make it a
//! twentieth smaller than a server does. It has an ending that says nothing: of a file that ends in `.gz` many
//! servers say that the browser has to unpack it, and the script would then unpack it once more.

use crate::places::{PROGRAM, WASM};
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::{fs, io::Write, num::NonZero, path::Path};

/// More take longer and save some ten bytes.
const ITERATIONS: NonZero<u64> = NonZero::new(15).unwrap();

/// Puts the packed program in the place of the one that wasm-bindgen wrote.
pub(crate) fn pack(folder: &Path, release: bool) -> Result<()> {
    let (wasm, program) = (folder.join(WASM), folder.join(PROGRAM));
    let plain = fs::read(&wasm).with_context(|| format!("{} could not be read", wasm.display()))?;
    let packed = if release { small(&plain) } else { quick(&plain) };
    let packed = packed.with_context(|| format!("{} could not be compressed", wasm.display()))?;
    fs::write(&program, packed)
        .with_context(|| format!("{} could not be written", program.display()))?;
    fs::remove_file(&wasm).with_context(|| format!("{} could not be removed", wasm.display()))
}

fn small(plain: &[u8]) -> Result<Vec<u8>> {
    let options = zopfli::Options { iteration_count: ITERATIONS, ..Default::default() };
    let mut packed = Vec::new();
    zopfli::compress(options, zopfli::Format::Gzip, plain, &mut packed)?;
    Ok(packed)
}

/// The form alone: on one's own machine the time to compress is longer than the way.
fn quick(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::pack;
    use crate::places::{PROGRAM, WASM};
    use flate2::read::GzDecoder;
    use std::{fs, io::Read};

    #[test]
    fn the_program_is_packed_and_the_plain_one_is_gone() {
        let plain = "\0asm, and more of the same".repeat(100);
        let packed = [true, false].map(|release| {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(WASM), &plain).unwrap();
            pack(folder.path(), release).unwrap();
            assert!(!folder.path().join(WASM).exists());
            fs::read(folder.path().join(PROGRAM)).unwrap()
        });
        for packed in &packed {
            let mut text = String::new();
            GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
            assert_eq!(text, plain);
        }
        assert!(packed[0].len() < 100 && packed[1].len() > plain.len());
    }

    #[test]
    fn a_build_without_a_program_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = pack(folder.path(), true).unwrap_err().to_string();
        assert!(error.ends_with("monthwise-page_bg.wasm could not be read"), "{error}");
    }
}
