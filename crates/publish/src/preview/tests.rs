//! What a preview says and serves.

use super::*;
use std::cell::{Cell, RefCell};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use anyhow::anyhow;

const ADDRESS: &str = "http://127.0.0.1:8080/news/";

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

/// What is said while one build after the other ends in these ways, the feed being changed between
/// them; and how often it was built.
fn said(results: Vec<Result<Outcome>>) -> (Result<()>, Vec<String>, usize) {
    let dir = tempfile::tempdir().unwrap();
    let feed = dir.path().join("news.json");
    let builds = Cell::new(0);
    let lines = RefCell::new(Vec::new());
    let changes = results.len() - 1;
    let mut results = results.into_iter();
    let build = || {
        builds.set(builds.get() + 1);
        results.next().unwrap_or_else(|| Err(anyhow!("one build too many")))
    };
    let mut pauses = 0;
    let pause = || {
        pauses += 1;
        // A change, and then looks at which nothing has changed.
        if pauses % 4 == 1 {
            fs::write(&feed, " ".repeat(pauses)).unwrap();
        }
        pauses <= changes * 4
    };
    let ended = follow(dir.path(), ADDRESS, build, pause, |line| {
        lines.borrow_mut().push(line.to_owned());
    });
    (ended, lines.into_inner(), builds.get())
}

#[test]
fn each_change_is_built_once_and_what_came_of_it_is_said() {
    let (ended, lines, builds) = said(vec![
        Ok(Outcome::Fine),
        Ok(Outcome::Fine),
        Ok(Outcome::Faults),
        Err(anyhow!("the disk is full")),
        Ok(Outcome::Fine),
    ]);
    ended.unwrap();
    assert_eq!(builds, 5);
    let [first, how, anew, faults, failure, failed, mended] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert_eq!(first, "The site is at http://127.0.0.1:8080/news/");
    assert_eq!(how, "It is made anew on each change; Ctrl+C ends it.");
    assert_eq!(anew, "Made anew after a change: reload http://127.0.0.1:8080/news/");
    assert_eq!(faults, "The last good site stays at http://127.0.0.1:8080/news/");
    assert!(failure.contains("the disk is full"), "{failure}");
    assert_eq!((failed, mended), (faults, anew));
}

#[test]
fn a_feed_with_faults_from_the_start_is_waited_for() {
    let (ended, lines, _) = said(vec![
        Ok(Outcome::Faults),
        Ok(Outcome::Faults),
        Ok(Outcome::Fine),
        Ok(Outcome::Faults),
    ]);
    ended.unwrap();
    assert_eq!(lines[0], "There is no site to show yet.");
    assert_eq!(lines[2], "There is still no site to show.");
    assert_eq!(lines[3], "Made anew after a change: reload http://127.0.0.1:8080/news/");
    assert_eq!(lines[4], "The last good site stays at http://127.0.0.1:8080/news/");
}

#[test]
fn what_cannot_even_begin_ends_at_once() {
    let (ended, lines, builds) = said(vec![Err(anyhow!("there is no feed"))]);
    assert_eq!(ended.unwrap_err().to_string(), "there is no feed");
    assert_eq!((lines.len(), builds), (0, 1));
}

#[test]
fn a_site_is_served_below_the_name_of_its_folder() {
    let root = tempfile::tempdir().unwrap();
    let site = root.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("index.html"), "home").unwrap();
    for (name, expected) in [
        ("news", "/news/"),
        ("our news", "/our%20news/"),
        ("Côte d'Ivoire", "/C%C3%B4te%20d'Ivoire/"),
        ("100% news", "/100%25%20news/"),
        ("v1.2", "/v1.2/"),
        (".hidden", "/news/"),
        ("", "/news/"),
    ] {
        let path = path_of(Path::new(name));
        assert_eq!(path, expected, "{name}");
        let server = Server::bind("127.0.0.1:0").unwrap().mount(&path, &site).start().unwrap();
        let reply = get(server.address(), &path);
        assert!(reply.starts_with("HTTP/1.1 200 "), "{name}: {reply}");
    }
    // The dot is a folder that has a name.
    let dir = root.path().join("a");
    fs::create_dir(&dir).unwrap();
    assert_eq!(path_of(&dir.join(".")), "/a/");
    assert_eq!(path_of(&dir.join("../site")), "/site/");
}
