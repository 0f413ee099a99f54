//! What a visitor gets from the server, over a real connection, case by case.
//!
//! The requests are written by hand, because a real HTTP client tidies away the very paths (`/../`) that
//! must be refused.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use pages::{Running, Server};
use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
};

const WORDS: &str = "month by month by month by month by month by month";

/// One answer, taken apart.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

fn request(server: &Running, method: &str, url: &str, headers: &str) -> Reply {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    write!(stream, "{method} {url} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n")
        .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply { status, head, body: bytes[end + 4..].to_vec() }
}

fn get(server: &Running, url: &str) -> Reply {
    request(server, "GET", url, "")
}

fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Two sites, one of them with a 404 page, and a secret beside them that must not get out.
fn folder() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("secret.txt", "secret"),
        ("site.html", "secret"),
        ("site/index.html", "home"),
        ("site/404.html", "own 404"),
        ("site/about.html", "about"),
        ("site/both.html", "both page"),
        ("site/both/index.html", "both folder"),
        ("site/folder/index.html", "folder"),
        ("site/empty/file.txt", "file"),
        ("site/words.txt", WORDS),
        ("site/news.json", "{}"),
        ("site/page_bg.wasm", WORDS),
        ("site/script.js", WORDS),
        ("site/icon.png", WORDS),
        ("site/Côte d'Ivoire.txt", "Abidjan"),
        ("site/.git/config", "secret"),
        ("site/.env", "secret"),
        ("hosts/plain.html", "host"),
    ] {
        write(root.path(), name, content);
    }
    root
}

fn serve(root: &Path) -> Running {
    Server::bind("127.0.0.1:0")
        .unwrap()
        .mount("/monthwise/", root.join("site"))
        .mount("/monthwise/hosts/", root.join("hosts"))
        .start()
        .unwrap()
}

#[test]
fn what_stands_at_an_address() {
    let root = folder();
    let server = serve(root.path());
    for (url, status, body) in [
        ("/monthwise/", 200, "home"),
        ("/monthwise/?region=GE&q=a%2Fb", 200, "home"),
        ("/monthwise/index.html", 200, "home"),
        ("/monthwise/about", 200, "about"),
        ("/monthwise/about.html", 200, "about"),
        ("/monthwise/about/", 404, "own 404"),
        ("/monthwise/both", 200, "both page"),
        ("/monthwise/both/", 200, "both folder"),
        ("/monthwise/folder/", 200, "folder"),
        ("/monthwise/empty/", 404, "own 404"),
        ("/monthwise/empty/file.txt", 200, "file"),
        ("/monthwise/news.json", 200, "{}"),
        ("/monthwise/news.json/", 404, "own 404"),
        ("/monthwise/C%C3%B4te%20d%27Ivoire.txt", 200, "Abidjan"),
        ("/monthwise/missing", 404, "own 404"),
        ("/monthwise/.env", 404, "nothing"),
        ("/monthwise/.git/config", 404, "nothing"),
        ("/monthwise/hosts/plain.html", 200, "host"),
        ("/monthwise/hosts/missing", 404, "nothing"),
        ("/monthwise.html", 404, "nothing"),
        ("/", 404, "nothing"),
        ("/other/", 404, "nothing"),
        ("/monthwise/../secret.txt", 404, "nothing"),
        ("/monthwise/%2e%2e/secret.txt", 404, "nothing"),
        ("/monthwise/..%2fsecret.txt", 404, "nothing"),
        ("/monthwise/..%5csecret.txt", 404, "nothing"),
        ("/monthwise/..\\secret.txt", 404, "nothing"),
        ("/monthwise/news.json%00.html", 404, "nothing"),
        ("/monthwise//news.json", 404, "nothing"),
        ("/monthwise/folder/../news.json", 404, "nothing"),
    ] {
        let reply = get(&server, url);
        let text = String::from_utf8(reply.body.clone()).unwrap();
        assert_eq!(reply.status, status, "{url}");
        assert!(text.contains(body), "{url}: {text}");
        assert!(!text.contains("secret"), "{url}");
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"), "{url}");
        assert_eq!(
            reply.header("content-length"),
            Some(reply.body.len().to_string().as_str()),
            "{url}"
        );
        let lifetime = (status == 200).then_some("max-age=600");
        assert_eq!(reply.header("cache-control"), lifetime, "{url}");
    }
}

#[test]
fn a_folder_without_its_slash_sends_on_with_its_query() {
    let root = folder();
    let server = serve(root.path());
    for (url, location) in [
        ("/monthwise", "/monthwise/"),
        ("/monthwise?region=GE", "/monthwise/?region=GE"),
        ("/monthwise/folder", "/monthwise/folder/"),
        ("/monthwise/empty?a=b", "/monthwise/empty/?a=b"),
    ] {
        let reply = get(&server, url);
        assert_eq!((reply.status, reply.header("location")), (301, Some(location)), "{url}");
    }
}

#[test]
fn what_can_be_compressed_is_for_those_who_take_it() {
    let root = folder();
    let server = serve(root.path());
    for (name, kind, compressed) in [
        ("words.txt", "text/plain; charset=utf-8", true),
        ("script.js", "text/javascript; charset=utf-8", true),
        ("page_bg.wasm", "application/wasm", true),
        ("icon.png", "image/png", false),
    ] {
        let url = format!("/monthwise/{name}");
        // Twice, because the second answer comes from memory.
        for _ in 0..2 {
            let reply = request(&server, "GET", &url, "accept-encoding: gzip, br\r\n");
            assert_eq!(reply.header("content-type"), Some(kind), "{name}");
            assert_eq!(reply.header("content-encoding"), compressed.then_some("gzip"), "{name}");
            let mut text = String::new();
            if compressed {
                flate2::read::GzDecoder::new(reply.body.as_slice())
                    .read_to_string(&mut text)
                    .unwrap();
            } else {
                reply.body.as_slice().read_to_string(&mut text).unwrap();
            }
            assert_eq!(text, WORDS, "{name}");
        }
        assert_eq!(get(&server, &url).header("content-encoding"), None, "{name}");
    }
}

#[test]
fn a_changed_file_is_never_answered_from_memory() {
    let root = folder();
    let server = serve(root.path());
    let unpacked = || {
        let reply = request(&server, "GET", "/monthwise/words.txt", "accept-encoding: gzip\r\n");
        let mut text = String::new();
        flate2::read::GzDecoder::new(reply.body.as_slice()).read_to_string(&mut text).unwrap();
        text
    };
    assert_eq!(unpacked(), WORDS);
    write(root.path(), "site/words.txt", "other words");
    assert_eq!(unpacked(), "other words");
}

#[test]
fn what_a_visitor_has_already_is_not_sent_again() {
    let root = folder();
    let server = serve(root.path());
    for accept in ["", "accept-encoding: gzip\r\n"] {
        let first = request(&server, "GET", "/monthwise/words.txt", accept);
        let tag = first.header("etag").unwrap();
        let again = request(
            &server,
            "GET",
            "/monthwise/words.txt",
            &format!("{accept}if-none-match: {tag}\r\n"),
        );
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), Some(tag));
        assert_eq!(again.header("cache-control"), Some("max-age=600"));
        write(root.path(), "site/words.txt", &format!("{WORDS}{accept} changed"));
        let changed = request(
            &server,
            "GET",
            "/monthwise/words.txt",
            &format!("{accept}if-none-match: {tag}\r\n"),
        );
        assert_eq!(changed.status, 200);
    }
}

#[test]
fn a_head_request_gets_the_head_alone() {
    let root = folder();
    let server = serve(root.path());
    let reply = request(&server, "HEAD", "/monthwise/words.txt", "");
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    assert_eq!(reply.header("content-length"), Some(WORDS.len().to_string().as_str()));
}

#[test]
fn nothing_can_be_written() {
    let root = folder();
    let server = serve(root.path());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let reply = request(&server, method, "/monthwise/news.json", "content-length: 0\r\n");
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn a_fresh_server_has_files_asked_for_again() {
    let root = folder();
    let server = Server::bind("127.0.0.1:0")
        .unwrap()
        .mount("/", root.path().join("site"))
        .fresh()
        .start()
        .unwrap();
    assert_eq!(get(&server, "/about").header("cache-control"), Some("no-cache"));
}

#[test]
fn a_dropped_server_answers_no_more() {
    let root = folder();
    let server = serve(root.path());
    let address = server.address();
    drop(server);
    // The port is given back by a thread of its own, a moment later.
    let gone = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        TcpStream::connect(address).is_err()
    });
    assert!(gone, "{address} still takes connections");
}

#[test]
fn who_keeps_a_connection_open_holds_nobody_up() {
    let folder = folder();
    let server = Server::bind("127.0.0.1:0").unwrap().mount("/", folder.path().join("site"));
    let server = server.start().unwrap();
    // More of them than any pool of threads has, all at once, and none is closed.
    let open: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            write!(stream, "GET /about HTTP/1.1\r\nhost: test\r\n\r\n").unwrap();
            stream
        })
        .collect();
    for mut stream in &open {
        let mut status = [0; 12];
        stream.read_exact(&mut status).unwrap();
        assert_eq!(&status, b"HTTP/1.1 200");
    }
    assert_eq!(get(&server, "/about").body, b"about");
}

#[test]
fn a_port_that_is_taken_is_said_to_be_so_or_passed_over() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = Server::on_port(Some(port)).unwrap_err();
    let expected = format!("port {port} cannot be used; choose another with --port");
    assert_eq!(error.to_string(), expected);
    let one = Server::on_port(None).unwrap().start().unwrap();
    let other = Server::on_port(None).unwrap().start().unwrap();
    assert!(one.address().port() < other.address().port());
}
