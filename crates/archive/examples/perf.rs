use archive::{archive::Archive, feed::decode, view, query, language::{Language, Locale}, date::PartialDate, filter::Message, facets::Facet};
use std::time::Instant;
struct L;
impl Locale for L {
    fn tag(&self) -> &str { "en" }
    fn number(&self, n: usize) -> String { n.to_string() }
    fn plural(&self, _: usize) -> String { "other".into() }
    fn list(&self, n: &[String]) -> String { n.join(",") }
    fn date(&self, d: PartialDate) -> String { d.to_string() }
    fn region(&self, _: &str) -> Option<String> { None }
    fn compare(&self, a: &str, b: &str) -> std::cmp::Ordering { a.cmp(b) }
    fn fold(&self, t: &str) -> String { t.to_lowercase() }
}
fn main() {
    let lang = Language::new(include_str!("../../../languages/en.json"), Box::new(L));
    let time = |name: &str, f: &mut dyn FnMut()| { let t = Instant::now(); f(); println!("{name}: {:?}", t.elapsed()); };
    // 100k items, 250 countries, 300 partners, 100 topics
    let mut codes = vec![]; for a in 'A'..='Z' { for b in 'A'..='Z' { let c = format!("{a}{b}"); if archive::regions::m49::contains("001", &c) { codes.push(c); } } }
    println!("{} codes", codes.len());
    let mut json = String::from("{\"items\":[");
    for i in 0..100_000usize {
        if i > 0 { json.push(','); }
        json += &format!("{{\"id\":\"i{i}\",\"title\":\"Title number {i} of many\",\"content_text\":\"Some words https://example.org/{i} and more.\",\"date_published\":\"{:04}-{:02}-{:02}T00:00:00Z\",\"tags\":[\"t{}\"],\"_monthwise\":{{\"regions\":[\"{}\",\"{}\"],\"partners\":[\"p{}\",\"p{}\"]}}}}", 2024 - i/12000, 12 - (i/1000)%12, 1 + i%28, i%100, codes[i*7%codes.len()], codes[(i*13+5)%codes.len()], i%300, (i*7+1)%300);
    }
    json += "]}";
    let mut page = None;
    time("decode 100k", &mut || page = Some(decode(json.as_bytes(), "https://x.org/").unwrap()));
    let mut a = None;
    time("archive 100k", &mut || a = Some(Archive::new(page.take().unwrap(), "")));
    let a = a.unwrap();
    let mut f = vec![];
    time("facets", &mut || f = view::facets(&a, &lang));
    println!("values: {:?}", f.iter().map(|f| f.values.len()).collect::<Vec<_>>());
    for q in ["", "region=FR", "region=142&region=150&partner=p1&partner=p2&topic=t1", "region=FR&region=DE&region=IT&region=ES&region=PT&region=BE&region=NL&region=LU&region=142"] {
        let asked = query::read(q, "");
        time(&format!("view {q}"), &mut || { let v = view::View::new(&a, &f, &asked, &lang); println!("{}", v.count); });
    }
    let all = archive::filter::Filter::default().after(&Message::Toggle(Facet::Region, "142".into()), &a);
    time("uncheck GE", &mut || { let n = all.after(&Message::Toggle(Facet::Region, "GE".into()), &a); println!("{}", n.values().count()); });
    // hostile
    let texts: Vec<(&str, String)> = vec![
        ("amp", "&".repeat(1_000_000)), ("colon", ":".repeat(1_000_000)), ("a:", "a:".repeat(500_000)), ("at", "@".repeat(1_000_000)), ("a@", "a@".repeat(500_000)),
        ("a@a.", "a@a.".repeat(250_000)), ("://", "://".repeat(333_333)), ("a://", "a://".repeat(250_000)), ("http://", "http://".repeat(150_000)),
        ("http://a.b/(", "http://a.b/(".repeat(80_000)), ("http://a.b/( ", "http://a.b/( ".repeat(80_000)), ("http://-", "http://-a".repeat(100_000)), ("@aaaa", format!("a@{}", "a".repeat(1_000_000))), ("a.a.a@", format!("{}@", "a.".repeat(500_000))),
        ("x.@", "x.@".repeat(300_000)), ("a@-", "a@-".repeat(300_000)),  ("a@b_", "a@b_".repeat(300_000)), ("mailto:a@", "mailto:a@".repeat(100_000)), ("dash", "a-@".repeat(300_000)), ("http://a@", "http://a@".repeat(100_000)), ("http:///", "http:///".repeat(100_000)),("x://_:", "x://_:".repeat(160_000)),("http://_!", "http://!a:".repeat(100_000)), ("é@", "é@".repeat(300_000)),
        ("<", "<".repeat(1_000_000)), ("</", "</".repeat(500_000)), ("<a", "<a ".repeat(300_000)), ("<b>", "<b>x".repeat(250_000)), ("<ul>", "<ul>x".repeat(200_000)), ("<li>", "<li>x".repeat(200_000)), ("<ul><li>", "<ul><li>x".repeat(100_000)), ("<div><b>", "<div><b>x".repeat(100_000)), ("<script>", "<script>".repeat(100_000)), ("<script></script>", "<script></script>".repeat(60_000)), ("<svg>..</", format!("<svg>{}", "</".repeat(500_000))),
        ("<!--", "<!--".repeat(250_000)), ("<!", "<!".repeat(500_000)), ("<a x='", "<a x='".repeat(150_000)), ("<a x=", "<a x=".repeat(150_000)), ("<a href=>", "<a href=/x>y".repeat(80_000)), ("<td>", "<table><td>x".repeat(80_000)), ("<br>", "<br>".repeat(250_000)), ("<p><br>", "<p><br> ".repeat(100_000)), ("<em> </em>", "<em> </em>".repeat(100_000)), ("nl", "\n".repeat(1_000_000)), ("a nl", "a\n".repeat(500_000)), ("&a;", "&a;".repeat(300_000)), ("&#", "&#1".repeat(300_000)), ("&#9999", format!("&#{};", "9".repeat(1_000_000))),("<pre>", "<pre>\n".repeat(150_000)),
    ];
    for (name, text) in &texts {
        for html in [false, true] {
            let j = serde_json::json!({"items":[{"id":"a","title":"T", (if html {"content_html"} else {"content_text"}): text}]}).to_string();
            let t = Instant::now();
            let p = decode(j.as_bytes(), "https://x.org/").unwrap();
            let n = p.items[0].text.blocks("https://x.org/").len();
            let e = t.elapsed();
            if e.as_millis() > 60 { println!("SLOW {name} html={html} {e:?} {n}"); }
        }
    }
    for n in [500usize, 2000] {
        let regions: Vec<_> = (0..n).map(|i| serde_json::json!({"id": format!("r{i}"), "members": [format!("r{}", (i+1)%n), codes[i%200]]})).collect();
        let items: Vec<_> = (0..n).map(|i| serde_json::json!({"id": i, "title":"t", "_monthwise":{"regions":[format!("r{i}"), codes[i%200]]}})).collect();
        let j = serde_json::json!({"items": items, "_monthwise": {"regions": regions}}).to_string();
        let p = decode(j.as_bytes(), "").unwrap();
        let mut a = None; let mut p = Some(p);
        time(&format!("cycle of {n}"), &mut || a = Some(Archive::new(p.take().unwrap(), "")));
        let a = a.unwrap();
        time("facets", &mut || println!("{}", view::facets(&a, &lang)[0].values.len()));
    }
    let regions: Vec<_> = (0..80_000).map(|i| serde_json::json!({"id": format!("r{i}")})).collect();
    let j = serde_json::json!({"items": [{"title":"t","_monthwise":{"regions":["FR"]}}], "_monthwise": {"regions": regions, "partners": regions}}).to_string();
    time("80k declared", &mut || { let a = Archive::new(decode(j.as_bytes(), "").unwrap(), ""); println!("{}", view::facets(&a, &lang).len()); });
}
