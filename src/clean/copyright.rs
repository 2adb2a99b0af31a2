//! Copyright lines, agency credits and disclaimers.
//!
//! *Finds* "Copyright 2018 …. All rights reserved.", "© 2019 …", "The Associated Press contributed to this report.", disclaimers;
//! whole lines, and at the end of a line the notice alone.
//! *Does not find* sentences about copyright law, photo credits (`caption`), or credits of persons (`byline`).
//! *Example*: `… he said. ⟦© 2018 Star Content Agency⟧`.

use super::page::{Line, Phrase, last_sentence_start, rfind_ignore_case, starts_with_words};
use super::{Found, RegionKind};

/// Openers whose whole line is a copyright notice or a note on use.
const OPENERS: &[&str] = &[
    "copyright ©",
    "copyright (c)",
    "© copyright",
    "©",
    "(c) copyright",
    "all rights reserved",
    "all content copyright",
    "distributed by ",
    "end) dow jones",
    "content created by the daily caller news foundation",
    "npr transcripts are created on a rush deadline",
    "this material may not be published",
    "the opinions expressed by",
    "the opinions expressed in",
    "the views expressed by",
    "the views expressed in",
    "opinions expressed in this",
    "views expressed in this",
    "this article was originally published on the conversation",
    "with post wires",
    "this article is based in part on wire service reports",
    "this report includes material from",
    "this story includes material from",
    "includes material from the associated press",
    "material from the associated press was used",
    "from staff and wire reports",
];

/// Agencies that are credited as a whole.
const AGENCIES: &[&str] =
    &["associated press", "reuters", "afp", "agence france-presse", "bloomberg", "upi", "wire services", "wire reports", "ap"];

/// A notice or credit, whole or at the end of the line.
pub(super) fn find(line: &Line) -> Option<Found> {
    if line.text.len() <= 700 && (line.opens_with_any(OPENERS) || opens_with_year(line) || is_agency_credit(line)) {
        return Some(Found::whole(line, RegionKind::Copyright));
    }
    trailing(line).map(|start| Found { start: line.start + start, end: line.end(), kind: RegionKind::Copyright })
}

/// "Copyright 2018 The …", "COPYRIGHT BY …".
fn opens_with_year(line: &Line) -> bool {
    if let Some(rest) = line.text.strip_prefix("(c) ").or_else(|| line.text.strip_prefix("(C) ")) {
        return rest.starts_with(|c: char| c.is_ascii_digit());
    }
    starts_with_words(line.core, "copyright")
        && (line.core["copyright".len()..].trim_start().starts_with(|c: char| c.is_ascii_digit())
            || line.has(Phrase::RightsReserved)
                && (line.text.contains("All rights reserved")
                    || line.text.contains("All Rights Reserved")
                    || line.text.contains("ALL RIGHTS RESERVED"))
            || starts_with_words(line.core["copyright".len()..].trim_start(), "by"))
}

/// "The Associated Press contributed to this report.", "Associated Press writers … contributed …", "Contributing: AFP".
fn is_agency_credit(line: &Line) -> bool {
    let core = line.core.trim_start_matches("__").trim_start();
    let core = super::page::prefix_len(core, "the ").map_or(core, |length| &core[length..]);
    if line.has_any(&[Phrase::ContributedTo, Phrase::ContributedReporting]) && line.text.len() < 400 {
        return AGENCIES.iter().any(|agency| starts_with_words(core, agency));
    }
    if let Some(length) = super::page::prefix_len(core, "contributing:") {
        let rest = core[length..].trim().trim_end_matches('.');
        let rest = super::page::prefix_len(rest, "the ").map_or(rest, |length| &rest[length..]);
        return AGENCIES.iter().any(|agency| rest.eq_ignore_ascii_case(agency));
    }
    false
}

/// Where a credit begins that ends the line: "… (Reporting by …)", "… Copyright © 2017 …".
fn trailing(line: &Line) -> Option<usize> {
    let text = line.text;
    if line.has_any(&[Phrase::CopyrightSign, Phrase::Copyright]) && !super::caption::ends_in_credit(line) {
        let tail = super::page::floor_boundary(text, text.len().saturating_sub(160));
        let start = rfind_ignore_case(&text[tail..], "copyright ").or_else(|| text[tail..].find('©')).map(|at| tail + at)?;
        let rest = text[start..].trim_start_matches("Copyright").trim_start_matches([' ', '©']);
        // "© 2019 Kyodo via AP Images" credits a photo.
        let is_photo = line.has_any(&[Phrase::Getty, Phrase::Photo]) || text.ends_with("Images");
        return (start > 0 && rest.starts_with(|c: char| c.is_ascii_digit()) && !is_photo).then_some(start);
    }
    if line.has(Phrase::ContributedTo) && line.text.len() >= 200 {
        let start = last_sentence_start(text);
        let rest = &text[start..];
        let rest = super::page::prefix_len(rest, "the ").map_or(rest, |length| &rest[length..]);
        return (start > 0 && AGENCIES.iter().any(|agency| starts_with_words(rest, agency))).then_some(start);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_notices_and_agency_credits() {
        for line in [
            "Copyright 2018 The Evening Star. All rights reserved.",
            "Copyright © 2019 Evening Star, LLC. Click here for reprint permission.",
            "© 2018 Star Content Agency",
            "COPYRIGHT 2020 BY STAR PRODUCTIONS INC.",
            "The Associated Press contributed to this report.",
            "(c) 2023 Evening Star. Do not reprint.",
            "Contributing: The Associated Press",
            "The opinions expressed by columnists are their own.",
        ] {
            check(&format!("She left the hall.\n\n⟦copyright:{line}⟧"));
        }
        check("The hall was empty at noon. ⟦copyright:© 2018 Star Content Agency⟧");
    }

    #[test]
    fn leaves_sentences_about_them() {
        for line in [
            "Copyright law protects the song, the judge said.",
            "Copyright law changed, and all rights reserved by the band lapsed.",
            "The Associated Press reported the vote first.",
            "He contributed to this in his own way.",
        ] {
            check(&format!("She left the hall.\n\n{line}\n\nHe stayed."));
        }
    }
}
