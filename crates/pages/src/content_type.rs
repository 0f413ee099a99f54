//! What a file is, told from its name: its `content-type`, and whether it is worth compressing.

use std::path::Path;

/// The `content-type` of a file. Text is UTF-8, as everything on the web is that says nothing else.
pub(crate) fn content_type(path: &Path) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let text = kind.type_() == mime_guess::mime::TEXT || kind.subtype() == mime_guess::mime::JSON;
    if text {
        format!("{}; charset=utf-8", kind.essence_str())
    } else {
        kind.essence_str().to_owned()
    }
}

/// Whether gzip makes it smaller. Pictures, fonts and archives are compressed already.
pub(crate) fn compressible(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default();
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
        || ["application/json", "application/wasm", "application/xml", "application/javascript"]
            .contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::{compressible, content_type};
    use std::path::Path;

    #[test]
    fn kinds_of_files() {
        for (name, kind, compressed) in [
            ("index.html", "text/html; charset=utf-8", true),
            ("monthwise.js", "text/javascript; charset=utf-8", true),
            ("monthwise.css", "text/css; charset=utf-8", true),
            ("page_bg.wasm", "application/wasm", true),
            ("news.json", "application/json; charset=utf-8", true),
            ("icon.svg", "image/svg+xml", true),
            ("feed.atom", "application/atom+xml", true),
            ("site.webmanifest", "application/manifest+json", true),
            ("sitemap.xml", "text/xml; charset=utf-8", true),
            ("news.csv", "text/csv; charset=utf-8", true),
            ("icon.png", "image/png", false),
            ("font.woff2", "font/woff2", false),
            ("LICENSE", "application/octet-stream", false),
        ] {
            let found = content_type(Path::new(name));
            assert_eq!((found.as_str(), compressible(&found)), (kind, compressed), "{name}");
        }
    }
}
