//! What may be written behind `monthwise`, and the help that says so.

use std::path::PathBuf;

use crate::import::{Column, DayOrder};
use archive::date::PartialDate;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// An organisation's news, month by month, from one static file.
#[derive(Debug, Parser)]
#[command(name = "monthwise", version, max_term_width = 100, after_help = ENDS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How every command ends.
const ENDS: &str = "\
Exit codes: 0 where all is well, 1 where there are faults in what was read, 2 where something cannot \
be read or written or the command is used wrongly. `monthwise help COMMAND` says more.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(New),
    Check(Check),
    Import(Import),
    Build(Build),
    Preview(Preview),
}

/// Make a folder that is ready to publish.
///
/// It gets a feed with one example item, settings, a schema by which editors complete and check the
/// feed, a README, and the workflow that publishes on GitHub Pages. The folder may be there already, be
/// empty or be a Git repository. Where one of the files is there already, nothing is written.
#[derive(Debug, Args)]
#[command(after_help = NEW_ENDS)]
pub(crate) struct New {
    /// The folder to make.
    pub(crate) dir: PathBuf,
    /// What the news is called.
    #[arg(long, default_value = "News", value_parser = crate::new::title)]
    pub(crate) title: String,
    /// The language of the news, by its tag (BCP 47), such as `fr` or `pt-BR`.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = crate::settings::language)]
    pub(crate) language: String,
    /// How to say what was written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Listing,
}

/// For whom files are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON document.
    Json,
}

/// How the making of a folder ends.
const NEW_ENDS: &str = "\
Exit codes: 0 where all files were written, 2 where none was or the command is used wrongly.";

/// Say everything that is wrong with a feed.
///
/// An error costs readers something: a file that the page refuses, or an item that it skips. A
/// warning is what the page makes up for, or what a reader would trip over. Each comes with its file,
/// line and column, and with what to write instead.
#[derive(Debug, Args)]
#[command(after_help = CHECK_ENDS)]
pub(crate) struct Check {
    /// The feed: its first file, from which the others are found.
    pub(crate) feed: PathBuf,
    /// How to say it.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Count warnings as errors.
    #[arg(long)]
    pub(crate) strict: bool,
    /// The day after which a date is yet to come; without it, today by the computer's clock.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<NaiveDate>,
}

/// How a check ends.
const CHECK_ENDS: &str = "\
Exit codes: 0 where there is no error, 1 where there is one (with --strict: or a warning), 2 where the \
feed cannot be read or the command is used wrongly.";

/// A day, as `_monthwise.date` has it.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    PartialDate::parse(text).and_then(PartialDate::day).ok_or("write a day as 2007-07-12")
}

/// Make a feed from other files, or bring one up to date.
///
/// An entry that was imported before is brought up to date, by its id, and never added twice.
/// Regions and partners that were changed in the feed by hand stay as they are. An entry that cannot
/// be read is reported and left out; all others arrive. A file beside the feed, `news.imported.json`
/// for `news.json`, remembers what was imported; keep it, and do not publish it.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_ENDS)]
pub(crate) struct Import {
    /// The files to read: RSS, Atom, JSON Feed, CSV, Markdown, or folders of Markdown.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The feed to import into. It is made where there is none.
    #[arg(long, value_name = "FEED", default_value = "news.json")]
    pub(crate) into: PathBuf,
    /// A TOML file that says which categories are regions, partners or other topics.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// What the columns of a CSV file are, e.g. `title=Headline,date=Day`. Fields are `id`, `title`,
    /// `date`, `text`, `html`, `summary`, `url`, `external_url`, `language`, `tags`, `regions`,
    /// `partners`.
    #[arg(long, value_name = "FIELD=HEADER", value_delimiter = ',')]
    pub(crate) columns: Vec<Column>,
    /// How to read dates such as 03/04/2007: day first or month first. Without it they are
    /// reported.
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) dates: Option<DayOrder>,
    /// How to say what happened.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Say what would happen, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// How an import ends.
const IMPORT_ENDS: &str = "\
Exit codes: 0 where all is well, 1 where an entry or a file was left out, 2 where nothing could be done \
or the command is used wrongly.";

/// Make the site.
///
/// It holds the page with the newest months in its HTML, a plain page for every year, the feed, Atom
/// and JSON feeds of all news and of every region and partner, and what search engines and social
/// networks ask for. It works under any path of any host.
///
/// The feed is checked first: with an error in it nothing is written. The new site takes the place of
/// the old one in one step. Files in its folder that others put there stay, and what somebody changed
/// is not overwritten.
#[derive(Debug, Args)]
#[command(after_help = BUILD_ENDS)]
pub(crate) struct Build {
    /// The folder with the settings, `monthwise.toml`.
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
    /// The folder to write the site into; without it, the one that the settings name.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Where the site will be read, such as `https://example.org/news/`; without it, what the
    /// settings say. Where neither says it, there is no sitemap.
    #[arg(long, value_name = "URL", value_parser = crate::settings::address)]
    pub(crate) address: Option<String>,
    /// Leave items out that cannot be read, and make the site of the others.
    #[arg(long)]
    pub(crate) skip_broken: bool,
    /// Overwrite files that somebody else wrote or changed.
    #[arg(long)]
    pub(crate) force: bool,
    /// How to say what is wrong.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// How a build ends.
const BUILD_ENDS: &str = "\
Exit codes: 0 where there is a new site, 1 where the feed or the settings have an error, 2 where \
something cannot be read or written or the command is used wrongly.";

/// Make the site, serve it as GitHub Pages does, and make it again on a change.
///
/// The site is served below the name of its folder, as a repository's is: compressed, with real 404s,
/// and for this computer alone. It is made again when the feed, the settings or the picture change; with a
/// fault in them the last good site stays. The site is made in a temporary folder: what `monthwise build`
/// wrote is neither used nor changed.
#[derive(Debug, Args)]
#[command(after_help = PREVIEW_ENDS)]
pub(crate) struct Preview {
    /// The folder with the settings, `monthwise.toml`.
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
    /// The port; without it, 8080 or the next free one.
    #[arg(long)]
    pub(crate) port: Option<u16>,
}

/// How a preview ends.
const PREVIEW_ENDS: &str = "\
Exit codes: 0 where Ctrl+C ended it, 2 where it could not begin or the command is used wrongly.";

/// For whom something is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: with the lines of the file.
    #[default]
    Human,
    /// For programs: one JSON document.
    Json,
    /// For GitHub: annotations at the lines of a file, where a workflow runs.
    Github,
}
