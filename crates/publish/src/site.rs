//! The subcommand `build`: makes a site of a feed.
//!
//! A site is a list of files, made of nothing but the feed, the settings and the page that this
//! program carries; so the same input gives the same bytes. It is put into its folder all at once.

mod bundle;
mod card;
mod cut;
mod digest;
mod document;
mod feeds;
mod folder;
mod linked_data;
mod pages;
mod policy;
mod publication;
mod sitemap;
mod still;
#[cfg(test)]
mod testing;
mod tree;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use archive::feed::fingerprint;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use url::{Origin, Url};

use crate::arguments::{Build, Format};
use crate::report::{self, Finding, Severity, counted};
use crate::settings::Settings;
use crate::source::{self, Source};
use crate::{Outcome, check, locale, wire};
use bundle::Bundle;
use pages::{Pages, positions};
use publication::{File, Page, Publication};
use words::Words;

/// The name of the feed's schema in a site.
const SCHEMA: &str = "news.schema.json";

/// How many hexadecimal digits of a hash tell two states of a feed apart.
const DIGITS: usize = 12;

/// What the name of a file may not hold as it is in an address (RFC 3986, section 2.3): more than has
/// to be, as before a colon a scheme would stand.
const NOT_IN_A_NAME: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The language of a site whose feed does not say one.
const LANGUAGE: &str = "en";

/// Does what was asked for.
pub(crate) fn run(arguments: &Build) -> Result<Outcome> {
    make(arguments, true)
}

/// Makes a site. Where nobody needs to know where it is and nothing is to be mended, it `tells` nothing.
fn make(arguments: &Build, tells: bool) -> Result<Outcome> {
    let dir = &arguments.dir;
    let settings = match Settings::of_folder(dir)? {
        Ok(settings) => settings,
        Err(refused) => {
            let text = |_: &Path| Some(refused.text.as_str());
            say(&report::render(&refused.findings, arguments.format, &text))?;
            return Ok(Outcome::Faults);
        }
    };
    let address = arguments.address.as_deref().or(settings.address.as_deref());
    let feed = dir.join(&settings.feed);
    let name = settings.feed.file_name().context("the feed has no name")?.to_string_lossy();
    let base = address.map_or_else(String::new, |address| [address, &name].concat());
    let source = source::read(&feed, &base)?;
    let findings = check::findings(&source, chrono::Local::now().date_naive());
    if !is_buildable(&source, &findings, arguments.skip_broken) {
        tell(arguments.format, &source, &findings, None)?;
        return Ok(Outcome::Faults);
    }
    let image = settings.image.as_ref().map(|path| picture(&dir.join(path))).transpose()?;
    let files = files(&Input {
        source: &source,
        settings: &settings,
        address,
        feed: &name,
        image: image.as_ref(),
        bundle: Bundle::carried()?,
    })?;
    let out = arguments.out.clone().unwrap_or_else(|| dir.join(&settings.out));
    if is_within(&feed, &out) {
        bail!("{} holds the feed, and the site would take its place; name another", out.display());
    }
    folder::publish(&out, &files, Bundle::carried()?.folder, arguments.force)?;
    let made = Made::of(&out, &files, address);
    if tells || !findings.is_empty() {
        tell(arguments.format, &source, &findings, Some(&made))?;
    }
    Ok(Outcome::Fine)
}

/// Whether a file lies in a folder, however both are named.
fn is_within(file: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    whole(file).zip(whole(folder)).is_some_and(|(file, folder)| file.starts_with(folder))
}

/// Whether there is something to publish of which nobody misses a part, unless they were told to leave
/// it out.
fn is_buildable(source: &Source, findings: &[Finding], skip_broken: bool) -> bool {
    let is_broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    let is_whole = source.files.iter().all(|file| file.page.is_ok());
    source.archive.is_some() && (!is_broken || (skip_broken && is_whole))
}

/// The picture of social cards, as a file of the site.
fn picture(path: &Path) -> Result<File> {
    let bytes =
        std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(File { path: name.into_owned(), bytes })
}

/// What a site is made of.
struct Input<'a> {
    source: &'a Source,
    settings: &'a Settings,
    address: Option<&'a str>,
    /// The name of the feed's first file.
    feed: &'a str,
    image: Option<&'a File>,
    bundle: Bundle<'a>,
}

/// The files of a site.
///
/// # Errors
/// When two files would have the same name, or one cannot be made.
fn files(input: &Input<'_>) -> Result<Vec<File>> {
    let Input { source, settings, address, feed, image, bundle } = *input;
    let archive = source.archive.as_ref().context("the feed cannot be read")?;
    let mut files: Vec<File> = feed_files(source)?;
    let version = feed_version(&files);
    let base = address.map_or_else(String::new, |address| [address, feed].concat());
    let cut = cut::cut(source, feed, &base, settings.items_in_page, &version)?;
    let archive = cut.as_ref().map_or(archive, |cut| &cut.archive);
    if let Some(cut) = &cut {
        files.clone_from(&cut.files);
    }
    let first = files.iter().find(|file| file.path == feed);
    let first = first.context("the feed's first file is not among those of the site")?;
    let fingerprint = fingerprint(&first.bytes);
    let tag = settings.language.as_deref().or(archive.language.as_deref()).unwrap_or(LANGUAGE);
    let language = locale::language(tag)?;
    let image_path = image.map(|image| in_address(&image.path));
    let publication = Publication {
        archive,
        language: &language,
        address,
        feed: &in_address(feed),
        image: image_path.as_deref(),
    };
    let pages = Pages {
        alternates: feeds::alternates(&publication),
        words: Words::of(tag),
        items_in_page: settings.items_in_page,
        feed_version: version,
        fingerprint,
        outline: cut.as_ref().map(|cut| cut.outline.as_str()),
        elsewhere: &elsewhere(source, address),
        bundle,
        publication: &publication,
    };
    let years = pages.years();
    files.push(pages.index(&years));
    files.extend((0..years.len()).filter_map(|at| pages.year(at, &years)));
    files.push(pages.feeds(&years));
    files.push(pages.frame());
    files.push(pages.not_found());
    files.extend(feeds::files(&publication)?);
    let of_years: Vec<(String, Vec<usize>)> = years
        .iter()
        .map(|year| (pages.title_of(year), positions(archive, &year.sections)))
        .collect();
    let plain: Vec<Page> = years
        .iter()
        .zip(&of_years)
        .map(|(year, (title, items))| Page { path: &year.folder, title, items })
        .collect();
    files.extend(sitemap::file(&publication, &plain)?);
    files.push(File::text(SCHEMA, wire::schema()));
    files.extend(image.cloned());
    let of_bundle = bundle.files.iter();
    files.extend(of_bundle.map(|(path, bytes)| match *path {
        pages::BUILDER => pages.builder(bytes),
        path => File { path: path.to_owned(), bytes: bytes.to_vec() },
    }));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    keep_apart(&files)?;
    Ok(files)
}

/// That each file can stand in its place, also on disks where capitals make no difference. A file
/// cannot stand where a folder has to.
///
/// # Errors
/// When one stands in the way of another.
fn keep_apart(files: &[File]) -> Result<()> {
    let refused = |one: &str, other: &str| {
        anyhow!(
            "two files of the site would be {one} and {other}, which are one on many disks; \
             rename the feed, the picture, or one of the two ids"
        )
    };
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for file in files {
        if let Some(other) = seen.insert(file.path.to_lowercase(), &file.path) {
            return Err(refused(other, &file.path));
        }
    }
    if let Some(list) = seen.get(folder::LIST) {
        return Err(refused(list, folder::LIST));
    }
    for file in files {
        let path = file.path.to_lowercase();
        let mut folders = path.match_indices('/').filter_map(|(end, _)| seen.get(&path[..end]));
        if let Some(other) = folders.next() {
            return Err(refused(other, &file.path));
        }
    }
    Ok(())
}

/// The name of a file as an address has it, with nothing in it that means something there.
fn in_address(name: &str) -> String {
    utf8_percent_encode(name, NOT_IN_A_NAME).to_string()
}

/// What tells two states of a feed apart.
fn feed_version(files: &[File]) -> String {
    let digest = digest::of_all(files.iter().map(|file| file.bytes.as_slice()));
    digest.chars().take(DIGITS).collect()
}

/// The files of the feed as they are, where they stand beside its first one.
fn feed_files(source: &Source) -> Result<Vec<File>> {
    source
        .files
        .iter()
        .map(|file| {
            let path = file.place.to_str().context("a file of the feed has no name in Unicode")?;
            Ok(File { path: path.replace('\\', "/"), bytes: file.bytes.clone() })
        })
        .collect()
}

/// The origins of a feed's next file that are not the site's own: the page has to be allowed to ask
/// there.
fn elsewhere(source: &Source, address: Option<&str>) -> Vec<String> {
    let origin = |address: &str| match Url::parse(address).ok()?.origin() {
        Origin::Opaque(_) => None,
        origin @ Origin::Tuple(..) => Some(origin.ascii_serialization()),
    };
    // A host may hold what ends a directive, or stands for every host.
    let is_plain = |origin: &String| {
        let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b".:/[]-".contains(&byte);
        origin.bytes().all(may_stand)
    };
    let own = address.and_then(origin);
    let pages = source.files.iter().filter_map(|file| file.page.as_ref().ok());
    // An address may leave its scheme to the page; whatever that is, an origin holds one.
    let whole = |next: &str| match next.strip_prefix("//") {
        Some(rest) => origin(&["https://", rest].concat()),
        None => origin(next),
    };
    let next = pages.filter_map(|page| whole(page.next_url.as_ref()?));
    next.filter(|next| own.as_ref() != Some(next) && is_plain(next)).collect()
}

/// What was made.
#[derive(Serialize)]
struct Made {
    site: String,
    files: usize,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip)]
    has_sitemap: bool,
}

impl Made {
    fn of(out: &Path, files: &[File], address: Option<&str>) -> Self {
        Self {
            site: out.display().to_string(),
            files: files.len(),
            bytes: files.iter().map(|file| file.bytes.len()).sum(),
            address: address.map(str::to_owned),
            has_sitemap: address.is_some(),
        }
    }

    fn say(&self, source: &Source) -> String {
        let items = check::items(source);
        let skipped = match items.skipped {
            0 => String::new(),
            skipped => format!(", {skipped} left out"),
        };
        let said = format!(
            "{}: {}{skipped}; {}, {} kB.",
            self.site,
            counted(items.shown, "item"),
            counted(self.files, "file"),
            self.bytes.div_ceil(1000),
        );
        if self.has_sitemap {
            return said;
        }
        said + "\nIt works under any address. Say which with --address or in monthwise.toml, and it gets \
                a sitemap and whole addresses in its feeds."
    }
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    made: Option<&'a Made>,
    #[serde(flatten)]
    findings: report::Document<'a>,
}

/// Says what is wrong, and what was made.
fn tell(format: Format, source: &Source, findings: &[Finding], made: Option<&Made>) -> Result<()> {
    if format == Format::Json {
        let findings = report::Document::new(findings, Some(check::items(source)));
        return say(&serde_json::to_string_pretty(&Told { made, findings })?);
    }
    // A site is made whatever the warnings are: to say them is the check's part.
    let of_errors = |finding: &&Finding| finding.severity == Severity::Error;
    let errors: Vec<Finding> = findings.iter().filter(of_errors).cloned().collect();
    let mut said = Vec::new();
    if !errors.is_empty() {
        said.push(report::render(&errors, format, &|path| source.text_of(path)));
    }
    let warnings = findings.len() - errors.len();
    if made.is_some() && warnings > 0 {
        let feed = source.files.first().map_or(Path::new(""), |file| &file.path).display();
        let warnings = counted(warnings, "warning");
        said.push(format!("{warnings}: `monthwise check {feed}` says which."));
    }
    said.push(match made {
        Some(made) => made.say(source),
        None => format!(
            "{}\nNothing was written.",
            check::summary(source, findings, check::items(source))
        ),
    });
    say(&said.join(if format == Format::Human { "\n\n" } else { "\n" }))
}

fn say(text: &str) -> Result<()> {
    Ok(report::print(text)?)
}

/// Builds for somebody who looks at the site while it changes: into another folder, which holds nothing
/// of others, and with what can be read.
///
/// # Errors
/// As [`run`].
pub(crate) fn build(dir: &Path, out: &Path, format: Format) -> Result<Outcome> {
    let arguments = Build {
        dir: dir.to_owned(),
        out: Some(out.to_owned()),
        address: None,
        skip_broken: false,
        force: false,
        format,
    };
    make(&arguments, false)
}

#[cfg(test)]
mod tests;
