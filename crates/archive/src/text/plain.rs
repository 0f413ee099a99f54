//! Plain text: paragraphs stand apart by empty lines.

use super::printer::Printer;
use crate::markup::Sink;

pub(super) fn print(text: &str, sink: &mut dyn Sink) {
    let mut printer = Printer::new(sink);
    // Each line is trimmed, so of "\r\n" only the "\n" counts.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    for line in text.split(end) {
        let line = line.trim();
        if line.is_empty() {
            printer.end_line();
        } else {
            printer.end_row();
            printer.run.push_str(line);
        }
    }
    printer.finish();
}

#[cfg(test)]
mod tests {
    use crate::text::Source;
    use crate::text::tests::show;

    #[test]
    fn paragraphs_stand_apart_by_empty_lines() {
        for (text, shown) in [
            ("One\r\nline.\n\n \n\nTwo.\n", "<p>One<br>line.</p><p>Two.</p>"),
            ("One\rline.\r\rTwo.", "<p>One<br>line.</p><p>Two.</p>"),
            ("a  b & <b>bold</b>", "<p>a  b &amp; &lt;b>bold&lt;/b></p>"),
            (" \n\t", ""),
        ] {
            assert_eq!(show(&Source::Plain(text.into()), ""), shown);
        }
    }
}
