//! An answer: status, headers and body for one request. The rules of HTTP that Pages follows are here.

use crate::{
    content_type::{compressible, content_type},
    gzip::{self, Cache, Stamp},
    place::{Place, split_query},
    site::{Found, Site},
};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    sync::Arc,
    time::UNIX_EPOCH,
};

/// What a request says that matters here.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) reads: bool,
    pub(crate) url: &'a str,
    pub(crate) accept_encoding: &'a str,
    pub(crate) if_none_match: &'a str,
}

/// What is sent back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Arc<[u8]>,
}

/// What does not change from one request to the next.
#[derive(Debug)]
pub(crate) struct Answerer {
    pub(crate) site: Site,
    pub(crate) cache_control: &'static str,
    pub(crate) compressed: Cache,
}

const HTML: &str = "text/html; charset=utf-8";

impl Answerer {
    /// Answers a request. Nothing can go wrong here that is not itself an answer.
    pub(crate) fn answer(&self, question: &Question) -> Answer {
        if !question.reads {
            let answer = Answer::page(405, "405", "This address can only be read (GET, HEAD).");
            return answer.with("allow", "GET, HEAD");
        }
        let found =
            Place::read(question.url).map_or(Found::Nothing(None), |place| self.site.find(&place));
        let answer = match found {
            Found::File(path) => self.file(&path, question),
            Found::Folder => Ok(with_slash(question.url)),
            Found::Nothing(Some(page)) => self.own_404(&page, question),
            Found::Nothing(None) => Ok(nothing_here()),
        };
        match answer {
            Ok(answer) => answer,
            // The file went away between finding and reading it, as files do while a build replaces them.
            Err(error) if error.kind() == io::ErrorKind::NotFound => nothing_here(),
            Err(error) => {
                Answer::page(500, "500", &format!("The file could not be read: {error}."))
            }
        }
    }

    fn file(&self, path: &Path, question: &Question) -> io::Result<Answer> {
        let file = File::open(path)?;
        let stamp = stamp(&file)?;
        let kind = content_type(path);
        let gzip = compressible(&kind) && gzip::accepted(question.accept_encoding);
        let tag = entity_tag(stamp, gzip);
        let answer = if same_entity(question.if_none_match, &tag) {
            Answer::new(304)
        } else {
            self.content(path, file, stamp, gzip)?.with("content-type", kind)
        };
        Ok(answer
            .with("cache-control", self.cache_control)
            .with("etag", tag)
            .with("vary", "accept-encoding"))
    }

    /// The site's own page for a missing file. Pages gives no lifetime with it.
    fn own_404(&self, path: &Path, question: &Question) -> io::Result<Answer> {
        let file = File::open(path)?;
        let stamp = stamp(&file)?;
        let mut answer =
            self.content(path, file, stamp, gzip::accepted(question.accept_encoding))?;
        answer.status = 404;
        Ok(answer.with("content-type", HTML).with("vary", "accept-encoding"))
    }

    fn content(&self, path: &Path, mut file: File, stamp: Stamp, gzip: bool) -> io::Result<Answer> {
        let mut read = || {
            let mut plain = Vec::new();
            file.read_to_end(&mut plain)?;
            Ok(plain)
        };
        let mut answer = Answer::new(200);
        if gzip {
            answer.body = self.compressed.compressed(path, stamp, read)?;
            Ok(answer.with("content-encoding", "gzip"))
        } else {
            answer.body = read()?.into();
            Ok(answer)
        }
    }
}

impl Answer {
    fn new(status: u16) -> Self {
        let body = Arc::from([]);
        Self { status, headers: Vec::new(), body }.with("access-control-allow-origin", "*")
    }

    fn page(status: u16, title: &str, sentence: &str) -> Self {
        let html = format!(
            "<!doctype html><html lang=\"en\"><title>{title}</title><h1>{title}</h1><p>{sentence}</p></html>\n"
        );
        let mut answer = Self::new(status).with("content-type", HTML);
        answer.body = html.into_bytes().into();
        answer
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

fn nothing_here() -> Answer {
    Answer::page(404, "404", "There is nothing at this address.")
}

/// Sends a visitor on to the folder, keeping the query: the state of the page lives there.
fn with_slash(url: &str) -> Answer {
    let (path, query) = split_query(url);
    Answer::page(301, "301", "This folder's address ends with a slash.")
        .with("location", format!("{path}/{query}"))
}

fn stamp(file: &File) -> io::Result<Stamp> {
    let metadata = file.metadata()?;
    Ok(Stamp { modified: metadata.modified()?, length: metadata.len() })
}

/// The compressed form has a weak tag of its own: same content, other bytes.
fn entity_tag(stamp: Stamp, gzip: bool) -> String {
    let modified = stamp.modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let tag = format!("\"{modified:x}-{:x}\"", stamp.length);
    if gzip { format!("W/{tag}") } else { tag }
}

/// Whether an `if-none-match` header names the entity. The comparison is the weak one, as the header's rule has it.
fn same_entity(if_none_match: &str, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    if_none_match.trim() == "*"
        || if_none_match.split(',').any(|known| strong(known) == strong(tag))
}

#[cfg(test)]
mod tests {
    use super::same_entity;

    #[test]
    fn entities_are_compared_weakly() {
        for (header, expected) in [
            ("", false),
            ("*", true),
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", W/\"a\"", true),
            ("\"b\"", false),
            ("a", false),
        ] {
            assert_eq!(same_entity(header, "W/\"a\""), expected, "{header:?}");
            assert_eq!(same_entity(header, "\"a\""), expected, "{header:?}");
        }
    }
}
