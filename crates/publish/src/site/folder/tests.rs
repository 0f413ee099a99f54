//! Whatever happens while a site is written, there is a whole one; and what others wrote stays.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::*;

fn file(path: &str, text: &str) -> File {
    File::text(path, text.to_owned())
}

/// The files of a folder with their texts, without the list.
fn stands(out: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(out, "", &mut found).unwrap();
    let text = |(path, bytes)| (path, String::from_utf8(bytes).unwrap());
    found.into_iter().map(text).filter(|(path, _)| path != LIST).collect()
}

fn names(out: &Path) -> Vec<String> {
    stands(out).into_iter().map(|(path, _)| path).collect()
}

/// Publishes and gives what went wrong.
fn refusal(out: &Path, files: &[File]) -> String {
    publish(out, files, "v", false)
        .unwrap_err()
        .to_string()
        .replace(&*out.to_string_lossy(), "site")
}

#[test]
fn a_site_takes_the_place_of_the_one_before_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    publish(&out, &[file("index.html", "1"), file("2007/index.html", "1")], "v", false).unwrap();
    publish(&out, &[file("index.html", "2"), file("feeds/region-GE.xml", "2")], "v", false)
        .unwrap();
    assert_eq!(
        stands(&out),
        [("feeds/region-GE.xml".into(), "2".into()), ("index.html".into(), "2".into())]
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_same_files_make_the_same_folder_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let lists = ["one", "two"].map(|name| {
        let out = folder.path().join(name);
        publish(&out, &[file("b", "x"), file("a", "y")], "v", false).unwrap();
        fs::read_to_string(out.join(LIST)).unwrap()
    });
    assert_eq!(lists[0], lists[1]);
    let out = folder.path().join("one");
    publish(&out, &[file("b", "x"), file("a", "y")], "v", false).unwrap();
    assert_eq!(fs::read_to_string(out.join(LIST)).unwrap(), lists[0]);
}

#[test]
fn files_of_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    publish(&out, &[file("index.html", "1")], "v", false).unwrap();
    fs::write(out.join("CNAME"), "news.example.org").unwrap();
    fs::create_dir(out.join("pictures")).unwrap();
    fs::write(out.join("pictures/a.png"), "png").unwrap();
    for _ in 0..2 {
        publish(&out, &[file("index.html", "2")], "v", false).unwrap();
        assert_eq!(names(&out), ["CNAME", "index.html", "pictures/a.png"]);
    }
}

#[test]
fn what_somebody_wrote_or_changed_is_not_overwritten_without_being_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    publish(&out, &[file("index.html", "1"), file("feed.xml", "1")], "v", false).unwrap();
    fs::write(out.join("feed.xml"), "mine").unwrap();
    fs::write(out.join("sitemap.xml"), "mine too").unwrap();
    let files = [file("index.html", "2"), file("feed.xml", "2"), file("sitemap.xml", "2")];
    assert_eq!(
        refusal(&out, &files),
        "site holds files that somebody else wrote or changed: feed.xml, sitemap.xml; \
         move them away, or say --force to overwrite them"
    );
    let before: Vec<String> = stands(&out).into_iter().map(|(_, text)| text).collect();
    assert_eq!(before, ["mine", "1", "mine too"], "a refusal changes nothing");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "and leaves nothing beside it");
    publish(&out, &files, "v", true).unwrap();
    assert!(stands(&out).iter().all(|(_, text)| text == "2"));
}

#[test]
fn a_folder_that_holds_something_else_is_not_taken_for_a_site() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("home");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.txt"), "years of work").unwrap();
    let files = [file("index.html", "1")];
    assert!(
        refusal(&out, &files).starts_with("site is not empty, and no site of Monthwise is in it;")
    );
    assert_eq!(names(&out), ["thesis.txt"]);
    publish(&out, &files, "v", true).unwrap();
    assert_eq!(names(&out), ["index.html", "thesis.txt"]);
}

#[test]
fn the_files_of_five_versions_before_are_kept_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    for version in 1..=8 {
        let name = format!("monthwise-{version}");
        let files = [file("index.html", &name), file(&format!("{name}/monthwise.bin"), &name)];
        // Building twice is no other version.
        publish(&out, &files, &name, false).unwrap();
        publish(&out, &files, &name, false).unwrap();
    }
    let kept: Vec<String> =
        (3..=8).map(|version| format!("monthwise-{version}/monthwise.bin")).collect();
    assert_eq!(names(&out), [vec!["index.html".to_owned()], kept].concat());
}

#[test]
fn a_site_that_was_being_put_away_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    publish(&out, &[file("index.html", "1")], "v", false).unwrap();
    fs::write(out.join("CNAME"), "news.example.org").unwrap();
    let places = Places::of(&out).unwrap();
    // Stopped between the two steps that some systems need.
    fs::rename(&out, &places.before).unwrap();
    fs::create_dir(&places.next).unwrap();
    fs::write(places.next.join("half"), "of it").unwrap();
    publish(&out, &[file("index.html", "2")], "v", false).unwrap();
    assert_eq!(names(&out), ["CNAME", "index.html"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_half_made_is_gone_where_something_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let (whole, half) = ([file("index.html", "1")], [file("a", "2"), file("a/b", "2")]);
    let count = || fs::read_dir(folder.path()).unwrap().count();
    let next = folder.path().join(".site.next");
    let said = format!("{} cannot be written", next.join("a/b").display());
    // Without a site before it, and with one.
    assert_eq!(refusal(&out, &half), said);
    assert_eq!(count(), 0);
    publish(&out, &whole, "v", false).unwrap();
    assert_eq!(refusal(&out, &half), said);
    assert_eq!(stands(&out), [("index.html".into(), "1".into())]);
    assert_eq!(count(), 1);
}

/// The child of the test below: publishes two sites in turn, each of many files that say which site
/// they belong to.
#[test]
#[ignore = "runs until it is killed, as a process of its own"]
fn publish_without_end() {
    let Some(out) = std::env::var_os("MONTHWISE_TEST_OUT") else { return };
    fs::write(begun(Path::new(&out)), "").unwrap();
    for site in ["one", "two"].into_iter().cycle() {
        let files: Vec<File> = (0..FILES).map(|n| file(&format!("{n}/index.html"), site)).collect();
        publish(Path::new(&out), &files, "v", false).unwrap();
    }
}

const FILES: usize = 30;

/// The file by which the child says that it has begun.
fn begun(out: &Path) -> PathBuf {
    out.with_file_name("begun")
}

#[test]
fn killed_at_any_moment_the_site_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let mut seen = BTreeSet::new();
    publish(
        &out,
        &(0..FILES).map(|n| file(&format!("{n}/index.html"), "zero")).collect::<Vec<_>>(),
        "v",
        false,
    )
    .unwrap();
    for round in 0..60 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "site::folder::tests::publish_without_end", "--ignored"])
            .env("MONTHWISE_TEST_OUT", &out)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Whenever it is looked at, there is a site; and each round ends at another moment.
        while !begun(&out).exists() {
            thread::yield_now();
        }
        let begun_at = Instant::now();
        while begun_at.elapsed() < Duration::from_micros(round * 731) {
            assert!(out.join("0/index.html").exists(), "round {round}");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        fs::remove_file(begun(&out)).unwrap();

        let texts: Vec<String> = stands(&out).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts.len(), FILES, "round {round}");
        assert!(texts.iter().all(|text| *text == texts[0]), "round {round}: {texts:?}");
        seen.insert(texts[0].clone());
    }
    assert!(seen.len() > 1, "it was killed at various moments");
    // What a killed one leaves half done is in nobody's way.
    publish(&out, &[file("index.html", "last")], "v", false).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
