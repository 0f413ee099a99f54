//! A place: the path of a request's URL, decoded and proven to lie inside the site.
//!
//! Everything that could lead out of a served folder is refused here, once, so that the code after it
//! can join names to paths without a second thought.

use std::path::{Component, Path};

/// The names on the way to a file or folder, and whether the URL ended in a slash.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) names: Vec<String>,
    pub(crate) slash: bool,
}

impl Place {
    /// Reads the path of a URL such as `/monthwise/news.json?q=a`. None if no file may have that address.
    pub(crate) fn read(url: &str) -> Option<Self> {
        let (path, _) = split_query(url);
        let inside = path.strip_prefix('/')?;
        let slash = inside.is_empty() || inside.ends_with('/');
        let inside = inside.strip_suffix('/').unwrap_or(inside);
        let names = match inside {
            "" => Vec::new(),
            _ => inside.split('/').map(name).collect::<Option<_>>()?,
        };
        Some(Self { names, slash })
    }

    /// The names that follow `prefix`, if this place is `prefix` or lies in it.
    pub(crate) fn below<'a>(&'a self, prefix: &Place) -> Option<&'a [String]> {
        self.names.strip_prefix(prefix.names.as_slice())
    }
}

/// The path of a URL, and the rest of it from the question mark on.
pub(crate) fn split_query(url: &str) -> (&str, &str) {
    url.split_at(url.find(['?', '#']).unwrap_or(url.len()))
}

/// Decodes one name. It is split from its neighbours before, so an encoded slash cannot make two of it.
fn name(encoded: &str) -> Option<String> {
    let name = percent_encoding::percent_decode_str(encoded).decode_utf8().ok()?;
    // Pages' artefacts leave out dotfiles; this refuses `.` and `..` at the same time.
    let hidden = name.starts_with('.');
    // A backslash separates on Windows only, but what is served must not depend on the system.
    let foreign = name.contains(['\\', '\0']);
    // Whatever else this system does not take for one plain name: a slash, or a drive on Windows.
    let mut parts = Path::new(name.as_ref()).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name.as_ref());
    (plain && !hidden && !foreign).then(|| name.into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::Place;

    #[test]
    fn a_place_is_decoded_and_its_query_set_aside() {
        for (url, names, slash) in [
            ("/", &[] as &[&str], true),
            ("/monthwise", &["monthwise"], false),
            ("/monthwise/", &["monthwise"], true),
            ("/a/b.json?q=/../x#y", &["a", "b.json"], false),
            ("/C%C3%B4te%20d%27Ivoire", &["Côte d'Ivoire"], false),
            ("/100%25", &["100%"], false),
        ] {
            let place = Place::read(url).unwrap();
            assert_eq!(place.names, names, "{url}");
            assert_eq!(place.slash, slash, "{url}");
        }
    }

    #[test]
    fn what_could_lead_out_of_the_folder_is_refused() {
        for url in [
            "",
            "a",
            "http://elsewhere/a",
            "//elsewhere/",
            "/a//b",
            "/..",
            "/../a",
            "/a/../b",
            "/%2e%2e/a",
            "/%2E%2e%2fa",
            "/..%2fa",
            "/a%2fb",
            "/.",
            "/./a",
            "/.git/config",
            "/a/.hidden",
            "/a%5c..%5cb",
            "/..\\a",
            "/a%00.html",
            "/%ff",
        ] {
            assert_eq!(Place::read(url), None, "{url}");
        }
    }

    #[test]
    fn a_prefix_matches_whole_names() {
        let prefix = Place::read("/monthwise/").unwrap();
        for (url, below) in [
            ("/monthwise/a/b", Some(2)),
            ("/monthwise/", Some(0)),
            ("/monthwise", Some(0)),
            ("/monthwise2/a", None),
            ("/", None),
        ] {
            assert_eq!(Place::read(url).unwrap().below(&prefix).map(<[_]>::len), below, "{url}");
        }
    }
}
