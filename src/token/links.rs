//! Finds addresses inside a stretch without spaces: URLs, e-mails, handles, domains and file names.
//!
//! Input: the normal form of the stretch. Output: links sorted by start, not overlapping.
//! Method: anchors (`://`, `www.`, `@`) and the characters an address may hold. One pass, O(bytes).

use super::TokenKind;
use super::bytes::{ALNUM, HIGH, LETTER, class, class_at};

/// An address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: TokenKind,
}

/// Last labels that make `a.b` an address or a file name. None of them is an English word.
const LAST_LABELS: [&str; 56] = [
    "com", "org", "net", "gov", "edu", "mil", "info", "biz", "io", "tv", "uk", "ca", "de", "fr", "ru", "cn", "jp", "au", "nz",
    "ie", "eu", "ch", "nl", "za", "us", "co", "ly", "gl", "gd", "fm", "ng", "ke", "news", "doc", "docx", "xls", "xlsx", "ppt",
    "pdf", "txt", "csv", "jpg", "jpeg", "png", "gif", "mp3", "mp4", "htm", "html", "php", "asp", "aspx", "js", "exe", "zip", "url",
];

/// Whether `label` ends addresses or file names: all in one case.
pub(super) fn is_last_label(label: &str) -> bool {
    let is_one_case = label.bytes().all(|b| !b.is_ascii_uppercase()) || label.bytes().all(|b| !b.is_ascii_lowercase());
    is_one_case && label.len() <= 5 && LAST_LABELS.iter().any(|known| label.eq_ignore_ascii_case(known))
}

/// Where the address ends that holds byte `from`: at a character no address has, less the punctuation at its end.
pub(super) fn url_end(form: &str, from: usize) -> usize {
    let bytes = form.as_bytes();
    let mut end = from;
    let (mut opened, mut closed) = (0, 0);
    while end < bytes.len() && !matches!(bytes[end], b' ' | b'"' | b'<' | b'>' | b'|' | b'`' | b'{' | b'}') {
        opened += usize::from(bytes[end] == b'(');
        closed += usize::from(bytes[end] == b')');
        end += 1;
    }
    while end > from {
        match bytes[end - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b']' | b'*' => end -= 1,
            b')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            // The last byte of `…`, `—` and their like, where they hang on the end.
            byte if class(byte) == HIGH => {
                let last = form[from..end].chars().next_back();
                match last {
                    Some(c) if !c.is_alphanumeric() => end -= c.len_utf8(),
                    _ => break,
                }
            }
            _ => break,
        }
    }
    end
}

/// Finds all links of `form`, in order, into `links`.
pub(super) fn find_links(form: &str, links: &mut Vec<Link>) {
    links.clear();
    let bytes = form.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while at < bytes.len() {
        let Some(found) = memchr::memchr3(b':', b'@', b'w', &bytes[at..]) else { break };
        let anchor = at + found;
        at = anchor + 1;
        let link = match bytes[anchor] {
            b':' if bytes[anchor..].starts_with(b"://") => scheme_url(form, done, anchor),
            b'w' if bytes[anchor..].starts_with(b"www.") && (anchor == 0 || class(bytes[anchor - 1]) & ALNUM == 0) => {
                let end = url_end(form, anchor + 4);
                (end > anchor + 4).then_some(Link { start: anchor, end, kind: TokenKind::Url })
            }
            b'@' => email_or_handle(form, done, anchor),
            _ => None,
        };
        if let Some(link) = link {
            done = link.end;
            at = link.end;
            links.push(link);
        }
    }
}

/// `https://…`: the letters before the colon belong to it.
fn scheme_url(form: &str, done: usize, colon: usize) -> Option<Link> {
    let bytes = form.as_bytes();
    let letters = bytes[done..colon].iter().rev().take(10).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    let end = url_end(form, colon + 3);
    (end > colon + 3).then_some(Link { start: colon - letters, end, kind: TokenKind::Url })
}

fn email_or_handle(form: &str, done: usize, at_sign: usize) -> Option<Link> {
    let bytes = form.as_bytes();
    let local = bytes[done..at_sign]
        .iter()
        .rev()
        .take_while(|&&byte| class(byte) & ALNUM != 0 || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-'))
        .count();
    let mut start = at_sign - local;
    while start < at_sign && class(bytes[start]) & ALNUM == 0 {
        start += 1;
    }
    let mut end = at_sign + 1;
    if start < at_sign {
        while class_at(bytes, end) & ALNUM != 0 || matches!(bytes.get(end), Some(b'.' | b'-')) {
            end += 1;
        }
        while end > at_sign + 1 && class(bytes[end - 1]) & ALNUM == 0 {
            end -= 1;
        }
        return (end > at_sign + 1).then_some(Link { start, end, kind: TokenKind::Email });
    }
    while class_at(bytes, end) & ALNUM != 0 || bytes.get(end) == Some(&b'_') {
        end += 1;
    }
    let has_letter = bytes[at_sign + 1..end].iter().any(|&byte| class(byte) & LETTER != 0);
    let is_free = at_sign == 0 || class(bytes[at_sign - 1]) & ALNUM == 0;
    (has_letter && is_free).then_some(Link { start: at_sign, end, kind: TokenKind::Handle })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_addresses_without_their_punctuation() {
        for (form, expected) in [
            ("https://t.co/x1.", vec!["https://t.co/x1"]),
            ("(http://a.org/b_(c))", vec!["http://a.org/b_(c)"]),
            ("<www.enron.com>", vec!["www.enron.com"]),
            ("jo.doe@enron.com,", vec!["jo.doe@enron.com"]),
            ("@realDonaldTrump:", vec!["@realDonaldTrump"]),
            (".@FoxNews", vec!["@FoxNews"]),
            ("@", vec![]),
            ("a@b@c", vec!["a@b"]),
            ("3:15", vec![]),
        ] {
            let mut links = Vec::new();
            find_links(form, &mut links);
            let found: Vec<&str> = links.iter().map(|link| &form[link.start..link.end]).collect();
            assert_eq!(found, expected, "{form}");
        }
    }
}
