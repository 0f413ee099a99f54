//! The program as it is published: compressed with LZMA, here and not by the server, and unpacked by `crates/unpack`.
//!
//! So it weighs the same from every server, whether or not that compresses, and a tenth less than with gzip. It is what
//! `xz` calls an `.lzma` file, but has an ending that says nothing: where a server knows what is in a file, it may say
//! that the browser has to unpack it.

use crate::places::{PLAIN_PROGRAM, PLAIN_WASM, PROGRAM, WASM};
use anyhow::{Context, Result, bail};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::{fs, io, io::Write, path::Path};
use unpack::ROOM;

/// Puts the packed programs in the place of the one that wasm-bindgen wrote, and of the one that was made of it.
pub(crate) fn pack(folder: &Path, release: bool) -> Result<()> {
    pack_one(&folder.join(WASM), &folder.join(PROGRAM), release)?;
    pack_one(&folder.join(PLAIN_WASM), &folder.join(PLAIN_PROGRAM), release)
}

fn pack_one(wasm: &Path, program: &Path, release: bool) -> Result<()> {
    let plain = fs::read(wasm).with_context(|| format!("{} could not be read", wasm.display()))?;
    let packed = if release { shortest(&plain) } else { packed(&plain, false) };
    let packed = packed.with_context(|| format!("{} could not be compressed", wasm.display()))?;
    if packed.len() > ROOM {
        bail!(
            "the packed program has {} bytes, but crates/unpack has room for {ROOM}",
            packed.len()
        );
    }
    fs::write(program, packed)
        .with_context(|| format!("{} could not be written", program.display()))?;
    fs::remove_file(wasm).with_context(|| format!("{} could not be removed", wasm.display()))
}

/// The shortest of some ways to pack a program: which repetitions are taken without looking for better ones decides
/// some hundred bytes, by chance.
fn shortest(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut shortest = packed(plain, true)?;
    for length in (48..273).step_by(15) {
        let packed = pack_as(plain, &LzmaOptions { nice_len: length, ..options(true) })?;
        if packed.len() < shortest.len() {
            shortest = packed;
        }
    }
    Ok(shortest)
}

/// The program as it is published, or nearly so.
pub(crate) fn packed(plain: &[u8], release: bool) -> io::Result<Vec<u8>> {
    pack_as(plain, &options(release))
}

fn pack_as(plain: &[u8], options: &LzmaOptions) -> io::Result<Vec<u8>> {
    let size = u64::try_from(plain.len()).ok();
    let mut encoder = LzmaWriter::new_use_header(Vec::new(), options, size)?;
    encoder.write_all(plain)?;
    encoder.finish()
}

fn options(release: bool) -> LzmaOptions {
    // The last packs best, the first fastest: on one's own machine the time to compress is longer than the way.
    let preset = LzmaOptions::with_preset(if release { 9 } else { 0 });
    // `crates/unpack` has to know these but for the last. Instructions have any length, so where a byte stands says
    // nothing; what the one before it is says much.
    LzmaOptions { lc: 4, lp: 0, pb: 0, dict_size: LOOKS_BACK, ..preset }
}

/// How far a repetition may be from what it repeats, in bytes: in a release, all of the program.
const LOOKS_BACK: u32 = 1 << 20;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{ROOM, pack, packed};
    use crate::{
        places::{self, PLAIN_PROGRAM, PLAIN_WASM, PROGRAM, UNPACK, UNPACKER, WASM},
        run::program,
        tools, unpacker,
    };
    use lzma_rust2::LzmaReader;
    use std::{fmt::Write as _, fs, io::Read, iter};

    #[test]
    fn the_programs_are_packed_and_what_they_were_is_gone() {
        let plain = "\0asm, and more of the same".repeat(100);
        for release in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let files = [(WASM, PROGRAM), (PLAIN_WASM, PLAIN_PROGRAM)];
            let content = |wasm: &str| [&plain, wasm].concat();
            for (wasm, _) in files {
                fs::write(folder.path().join(wasm), content(wasm)).unwrap();
            }
            pack(folder.path(), release).unwrap();
            for (wasm, program) in files {
                assert!(!folder.path().join(wasm).exists());
                let packed = fs::read(folder.path().join(program)).unwrap();
                assert!(packed.len() < 130, "{}", packed.len());
                assert_eq!(unpacked(&packed), content(wasm).as_bytes());
            }
        }
    }

    #[test]
    fn a_program_too_long_for_the_unpacker_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let noise: Vec<u8> = noise(5).take(ROOM + 1).collect();
        fs::write(folder.path().join(WASM), noise).unwrap();
        let error = pack(folder.path(), false).unwrap_err().to_string();
        assert!(error.ends_with("but crates/unpack has room for 1048576"), "{error}");
        assert!(!folder.path().join(PROGRAM).exists());
    }

    #[test]
    fn a_build_without_a_program_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = pack(folder.path(), true).unwrap_err().to_string();
        assert!(error.ends_with("monthwise-page_bg.wasm could not be read"), "{error}");
    }

    /// By another decoder than the script's.
    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        LzmaReader::new_mem_limit(packed, u32::MAX, None).unwrap().read_to_end(&mut plain).unwrap();
        plain
    }

    /// Bytes without any order, the same each time (xorshift).
    fn noise(seed: u32) -> impl Iterator<Item = u8> {
        let step = |state: &u32| {
            let state = state ^ (state << 13);
            let state = state ^ (state >> 17);
            Some(state ^ (state << 5))
        };
        iter::successors(Some(seed), step).map(|state| state.to_be_bytes()[0])
    }

    /// Files with every kind of literal, match, length and distance that there is.
    fn files() -> Vec<Vec<u8>> {
        let mut files: Vec<Vec<u8>> = ["", "a", "aa", "ab", "abcabcabd"].map(Into::into).to_vec();
        files.push(vec![0; 100_000]);
        files.push((0..=255).cycle().take(70_000).collect());
        files.push(noise(1).take(100_000).collect());
        files.push(include_bytes!("pack.rs").to_vec());
        // Pieces of noise by turns, cut anew each time: all distances repeat.
        let pieces: Vec<u8> = noise(2).take(3_000).collect();
        let mut choices = noise(3).map(usize::from);
        let mut file = Vec::new();
        for number in 0..6_000 {
            let (Some(piece), Some(length)) = (choices.next(), choices.next()) else { break };
            let start = piece % 4 * 700 + number / 1_000;
            file.extend(&pieces[start..start + 1 + length % 40]);
            file.extend(noise(7 + u32::from(file[0])).take(length % 3));
        }
        // Far back.
        file.extend_from_within(..300);
        files.push(noise(4).take(300_000).chain(file).chain(noise(4).take(2_000)).collect());
        files
    }

    /// What the script makes of each file: the file as it was, or nothing where it is damaged. Each file
    /// comes to it in pieces of so many bytes.
    fn by_the_script(files: &[Vec<u8>], piece: usize) -> Vec<Option<Vec<u8>>> {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::copy(places::at(UNPACK), at("unpack.js")).unwrap();
        fs::write(at(UNPACKER), unpacker::script(&tools::npm().unwrap()).unwrap()).unwrap();
        fs::write(at("package.json"), r#"{"type":"module"}"#).unwrap();
        for (number, file) in files.iter().enumerate() {
            fs::write(at(&format!("{number}.packed")), file).unwrap();
        }
        let mut script = String::new();
        write!(
            script,
            r#"import {{ readFileSync, writeFileSync }} from "node:fs";
            import {{ unpack }} from "./unpack.js";
            for (let number = 0; number < {}; number++) {{
              const at = (kind) => new URL(`${{number}}.${{kind}}`, import.meta.url);
              const packed = readFileSync(at("packed"));
              const pieces = new ReadableStream({{
                start(to) {{
                  for (let i = 0; i < packed.length; i += {piece}) to.enqueue(packed.subarray(i, i + {piece}));
                  to.close();
                }},
              }});
              await unpack(pieces).then((plain) => writeFileSync(at("plain"), plain), () => {{}});
            }}"#,
            files.len(),
        )
        .unwrap();
        fs::write(at("test.mjs"), script).unwrap();
        assert!(program("node").arg(at("test.mjs")).status().unwrap().success());
        (0..files.len()).map(|number| fs::read(at(&format!("{number}.plain"))).ok()).collect()
    }

    #[test]
    fn the_script_unpacks_whatever_is_packed_however_it_arrives() {
        let files = files();
        for release in [true, false] {
            let packed: Vec<_> = files.iter().map(|file| packed(file, release).unwrap()).collect();
            for piece in [1_000, usize::from(u16::MAX), 7] {
                let plain = by_the_script(&packed, piece);
                for (number, file) in files.iter().enumerate() {
                    assert!(unpacked(&packed[number]) == *file, "{number}, {release}");
                    assert!(
                        plain[number].as_ref() == Some(file),
                        "file {number} in pieces of {piece}, release: {release}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_changed_or_another_is_damaged() {
        let whole = packed(include_bytes!("pack.rs"), true).unwrap();
        let mut files = vec![b"<!doctype html><title>Not found</title>".repeat(9), vec![0; 100]];
        files.extend((0..whole.len()).step_by(5).map(|end| whole[..end].to_vec()));
        files.push(whole[..whole.len() - 1].to_vec());
        files.push([&whole[..], b"\n"].concat());
        files.push(whole.repeat(2));
        // In the first byte nothing is counted yet, so that with another bit there it may be another file's.
        for place in 18..whole.len() {
            let mut file = whole.clone();
            file[place] ^= 1 << (place % 8);
            files.push(file);
        }
        // How long it is.
        for size in [0, 1, 5_000, 1 << 24, u32::MAX] {
            let mut file = whole.clone();
            file[5..9].copy_from_slice(&size.to_le_bytes());
            files.push(file);
        }
        let plain = by_the_script(&files, 1_000);
        let undamaged: Vec<_> =
            (0..files.len()).filter(|number| plain[*number].is_some()).collect();
        assert_eq!(undamaged, Vec::<usize>::new());
    }
}
