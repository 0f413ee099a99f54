//! The policy of each page against what stands in the page.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::site::testing::{ADDRESS, ADDRESSES};
use crate::site::tests::html::{self, Found};
use crate::site::tests::{documents, kept_site, site, text_of};

/// What a page names its policy by.
const POLICY: &str = "content-security-policy";

/// What a policy says, directive by directive.
type Policy = BTreeMap<String, String>;

fn said(page: &[Found]) -> Policy {
    let policies: Vec<&Found> =
        page.iter().filter(|found| found.says("http-equiv", POLICY)).collect();
    let [policy] = policies[..] else { panic!("there is one policy: {policies:?}") };
    let directives = policy.get("content").unwrap().split("; ");
    let directives = directives.map(|directive| directive.split_once(' ').unwrap());
    directives.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The policy that a page needs: by what stands in it, directive by directive.
fn needed(page: &[Found], elsewhere: &str) -> Policy {
    let mut policy: Policy = [
        ("default-src", "'none'"),
        ("base-uri", "'none'"),
        ("form-action", "'none'"),
        ("require-trusted-types-for", "'script'"),
        ("trusted-types", "'none'"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let elsewhere = [" ", elsewhere].concat();
    let connect = ["'self'", elsewhere.trim_end()].concat();
    let mut need = |name: &str, value: &str| {
        policy.insert(name.to_owned(), value.to_owned());
    };
    for element in page {
        for name in element.names() {
            assert!(name != "style" && !name.starts_with("on"), "{element:?}");
        }
        match &*element.tag {
            // Data is no script, and is not asked for (HTML Standard, section 4.12.1.1).
            "script" if element.says("type", "application/ld+json") => {}
            // The script of the page compiles a WebAssembly module.
            "script" if element.get("src").is_some_and(|src| src.ends_with("monthwise.js")) => {
                need("script-src", "'self' 'wasm-unsafe-eval'");
            }
            // They stand beside that one.
            "script"
                if element.says("src", "frame.js")
                    || element.says("src", "../monthwise-frame.js") => {}
            // It shows lists that nothing was asked for before, also in a frame.
            "script" if element.says("src", "builder.js") => {
                need("connect-src", &connect);
                need("frame-src", "'self'");
            }
            // A group of controls, which is sent nowhere.
            "form" if element.get("action").is_none() => {}
            // A policy forbids bases of addresses, not where links open.
            "base" if element.get("href").is_none() => {}
            "style" => {
                let hash = BASE64_STANDARD.encode(Sha256::digest(&element.text));
                need("style-src", &format!("'sha256-{hash}'"));
            }
            "link" => match (element.get("rel").unwrap(), element.get("as")) {
                ("stylesheet", None) => need("style-src", "'self'"),
                ("icon", None) => need("img-src", "'self'"),
                ("preload", Some("fetch")) => need("connect-src", &connect),
                ("alternate" | "canonical", None) => {}
                _ => panic!("nobody knows what it needs: {element:?}"),
            },
            "script" | "img" | "iframe" | "object" | "embed" | "form" | "base" | "svg"
            | "video" | "audio" => panic!("no page has it: {element:?}"),
            _ => {}
        }
    }
    policy
}

#[test]
fn each_page_allows_what_it_uses_and_nothing_else() {
    for address in ADDRESSES {
        let files = kept_site(address);
        let documents = documents(&files);
        assert_eq!(documents.len(), 8);
        for (path, page) in documents {
            assert_eq!(said(&page), needed(&page, ""), "{path}");
        }
    }
}

#[test]
fn a_policy_stands_before_all_that_it_rules() {
    for (path, page) in documents(&kept_site(None)) {
        let tags: Vec<&str> = page.iter().take(4).map(|found| &*found.tag).collect();
        assert_eq!(tags, ["html", "head", "meta", "meta"], "{path}");
        assert!(page[2].says("charset", "utf-8") && page[3].says("http-equiv", POLICY), "{path}");
    }
}

#[test]
fn the_page_may_ask_where_its_feed_goes_on() {
    for (next, address, elsewhere) in [
        ("https://cdn.example.org/older.json", None, "https://cdn.example.org"),
        ("https://cdn.example.org:8443/a;b/,c 'd'", None, "https://cdn.example.org:8443"),
        ("https://bücher.example/older.json", None, "https://xn--bcher-kva.example"),
        ("https://cdn.example.org/older.json", Some(ADDRESS), "https://cdn.example.org"),
        ("https://news.example.org/elsewhere/a.json", Some(ADDRESS), ""),
        ("https://news.example.org/elsewhere/a.json", None, "https://news.example.org"),
        ("http://news.example.org/archive/a.json", Some(ADDRESS), "http://news.example.org"),
        ("//cdn.example.org/a.json", Some(ADDRESS), "https://cdn.example.org"),
        ("//cdn.example.org/older.json", None, "https://cdn.example.org"),
        ("https://[2001:db8::1]:8443/o.json", None, "https://[2001:db8::1]:8443"),
        ("https://a.example; script-src *", None, ""),
        ("https://x;require-trusted-types-for/older.json", None, ""),
        ("//x;require-trusted-types-for/older.json", None, ""),
        ("https://*/o.json", None, ""),
        ("https://*.example.org/o.json", None, ""),
        ("https://'unsafe-inline'/o.json", None, ""),
        ("mailto:a@example.org", None, ""),
        ("missing.json", None, ""),
    ] {
        let feed = json!({ "items": [{ "id": "a", "title": "A" }], "next_url": next });
        let files = site(&feed, address);
        for page in ["index.html", "frame/index.html", "embed/index.html"] {
            let page = html::read(text_of(&files, page));
            assert_eq!(said(&page), needed(&page, elsewhere), "{next}");
        }
        let plain = html::read(text_of(&files, "undated/index.html"));
        assert_eq!(said(&plain).get("connect-src"), None, "{next}");
    }
}
