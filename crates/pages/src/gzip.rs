//! Compression: whether a visitor takes gzip, and the compressed files, kept so that each is made once.

use flate2::{Compression, write::GzEncoder};
use std::{
    collections::HashMap,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

/// A file's state; a file with another one holds other bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) modified: SystemTime,
    pub(crate) length: u64,
}

/// Compressed files by path, each as of its stamp. A changed file takes the place of its older self.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Files>);

type Files = HashMap<PathBuf, (Stamp, Arc<[u8]>)>;

impl Cache {
    /// The compressed bytes of the file at `path`, which is read only where they are not known as of
    /// `stamp`.
    pub(crate) fn compressed(
        &self,
        path: &Path,
        stamp: Stamp,
        read: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> io::Result<Arc<[u8]>> {
        if let Some((known, bytes)) = self.lock().get(path)
            && *known == stamp
        {
            return Ok(Arc::clone(bytes));
        }
        // Not under the lock: a large file must not hold up the small ones.
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&read()?)?;
        let bytes: Arc<[u8]> = encoder.finish()?.into();
        self.lock().insert(path.to_owned(), (stamp, Arc::clone(&bytes)));
        Ok(bytes)
    }

    fn lock(&self) -> MutexGuard<'_, Files> {
        // A worker that died while it held the lock leaves a whole map behind: entries are never half made.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an `accept-encoding` header takes gzip: named and not at quality zero.
pub(crate) fn accepted(accept_encoding: &str) -> bool {
    let quality = |coding: &str| {
        accept_encoding.split(',').find_map(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next().filter(|name| name.eq_ignore_ascii_case(coding))?;
            let quality =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
            Some(quality.unwrap_or(0.0))
        })
    };
    quality("gzip").or_else(|| quality("*")).is_some_and(|quality| quality > 0.0)
}

#[cfg(test)]
mod tests {
    use super::accepted;

    #[test]
    fn who_takes_gzip() {
        for (header, expected) in [
            ("", false),
            ("gzip", true),
            ("gzip, deflate, br, zstd", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip;q=0, *", false),
            ("gzip; q=nonsense", false),
            ("*", true),
            ("*;q=0", false),
            ("br", false),
            ("x-gzip-like", false),
        ] {
            assert_eq!(accepted(header), expected, "{header:?}");
        }
    }
}
