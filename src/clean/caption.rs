//! Captions and credits of photographs and videos.
//!
//! *Finds* lines that open as one ("FILE PHOTO: …", "Image copyright …", "toggle caption …", "Play Video 4:21 …") or end in a credit
//! ("(Photo: Ann Lee, AP)", "… REUTERS/Ann Lee", "… | AP Photo", "Photograph: Ann Lee/Getty Images"): whole lines; and the captions of
//! a gallery that ends the text.
//! *Does not find* sentences about photographs, or an agency named as a source ("officials told Reuters").
//! *Example*: `⟦The mayor on the new bridge. (Ann Lee/Getty Images)⟧`.

use super::page::{Line, Phrase, rfind_ignore_case};
use super::{Found, RegionKind};

/// Openers that make the line a caption.
const OPENERS: &[&str] = &[
    "file photo",
    "file -",
    "file –",
    "file —",
    "file--",
    "file: ",
    "image copyright",
    "image caption",
    "image source",
    "media caption",
    "media playback is unsupported",
    "enlarge this image",
    "toggle caption",
    "hide caption",
    "facebook twitter pinterest",
    "photo:",
    "photo :",
    "photo by ",
    "photos by ",
    "photographs by ",
    "photograph by ",
    "photograph of ",
    "photo illustration",
    "photograph:",
    "photographer:",
    "photo credit",
    "photos: photos:",
    "caption:",
    "credit:",
    "image:",
    "image credit",
    "image by ",
    "illustration by ",
    "illustration:",
    "slideshow (",
    "play video ",
    "next image ",
    "prev image ",
    "image 1 of",
    "video caption",
    "getty images",
    "reuters photo",
    "ap photo",
    "(ap photo",
];

/// Phrases without one of which no line can end in a credit.
const CREDIT_HINTS: &[Phrase] = &[
    Phrase::Getty,
    Phrase::Reuters,
    Phrase::Photo,
    Phrase::ImageColon,
    Phrase::CreditColon,
    Phrase::SlashAp,
    Phrase::ViaAp,
    Phrase::Afp,
];

/// What a credit in brackets names, as whole words.
const CREDITED: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "getty",
    "reuters",
    "ap",
    "afp",
    "epa",
    "upi",
    "image",
    "images",
    "dreamstime",
    "pixabay",
    "shutterstock",
    "wikimedia",
    "flickr",
    "screenshot",
    "istock",
    "unsplash",
    "zuma",
    "bloomberg",
    "xinhua",
    "handout",
    "illustration",
];

/// Lines longer than this are paragraphs.
const LONGEST: usize = 800;

/// A caption: the whole line.
pub(super) fn find(line: &Line) -> Option<Found> {
    let is_caption = line.text.len() <= 2_500 && opens_as_caption(line)
        || line.text.len() <= LONGEST && (ends_in_credit(line) || is_bare_credit(line.text))
        || line.text.len() <= LONGEST && line.text.starts_with("CLOSE ");
    is_caption.then(|| Found::whole(line, RegionKind::Caption))
}

/// Whether the line opens as a caption. "Photo by photo, …" and "Photos: a heading" in small letters do not.
fn opens_as_caption(line: &Line) -> bool {
    OPENERS.iter().filter_map(|opener| super::page::prefix_len(line.core, opener)).any(|length| {
        let rest = line.core[length..].trim_start();
        let is_by = line.core[..length].trim_end().ends_with("by");
        if is_by {
            rest.starts_with(char::is_uppercase) && line.text.len() < 200
        } else if line.core[..length].eq_ignore_ascii_case("photograph of ") {
            line.has_any(&[Phrase::Getty, Phrase::Reuters, Phrase::SlashAp]) || line.text.contains(" by ")
        } else {
            true
        }
    }) || line.is_any(&["photo", "image", "(photo", "play video"])
        && line.text.len() < 12
        && line.text.starts_with(|c: char| c.is_uppercase() || c == '(')
}

/// Whether the line ends in a photo credit.
pub(super) fn ends_in_credit(line: &Line) -> bool {
    let text = line.text;
    // "… (Feb. 4) AP", a video's credit.
    if text.ends_with(") AP") || text.ends_with(" VPC") || text.ends_with("USA TODAY") && text.len() < 200 && text.contains(". ") {
        return true;
    }
    if text.ends_with(')') && ends_in_bracketed_credit(text) {
        return true;
    }
    if let Some(pipe) = text.rfind('|')
        && is_piped_credit(text[pipe + 1..].trim())
    {
        return true;
    }
    if !line.has_any(CREDIT_HINTS) {
        return false;
    }
    let bare = text.trim_end_matches(['.', ' ']);
    if bare.ends_with("Getty Images")
        || bare.ends_with("/Getty")
        || bare.ends_with("AP Photo")
        || bare.ends_with("AP Images")
        || bare.ends_with("AP Photos")
    {
        return true;
    }
    ends_in_slashed_agency(bare) || ends_in_labelled_credit(line)
}

/// "(Ann Lee/Reuters)", "(Photo: Ann Lee, AP)", "(AP Photo/Ann Lee, File)", "(Pixabay)", "(Reuters photo: Ann Lee)".
fn ends_in_bracketed_credit(text: &str) -> bool {
    let Some(open) = text.rfind('(') else { return false };
    let inner = &text[open + 1..text.len() - 1];
    if inner.len() > 140 || inner.is_empty() {
        return false;
    }
    let names_one =
        inner.split(|c: char| !c.is_alphanumeric()).any(|word| CREDITED.iter().any(|credited| word.eq_ignore_ascii_case(credited)));
    let inner_lower = inner.trim();
    let is_shaped = inner.contains('/')
        || ["photo:", "photo by", "image:", "photos:", "photograph:", "credit:", "screenshot", "via "]
            .iter()
            .any(|label| super::page::starts_with_words(inner_lower, label) || rfind_ignore_case(inner, label).is_some())
        || ["pixabay", "getty images", "shutterstock", "dreamstime", "istock", "ap", "reuters", "afp"]
            .iter()
            .any(|whole| inner_lower.eq_ignore_ascii_case(whole));
    // "he told the agency (Reuters)" is a source: a bare agency needs a caption's length before it, or nothing at all.
    let is_bare_agency = !inner.contains(['/', ':', ',']) && !inner.contains(' ');
    if is_bare_agency && open > 0 {
        return names_one && is_shaped && text.len() < 260 && !text.contains("said") && !text.contains(['"', '“']);
    }
    names_one
        && is_shaped
        && inner.starts_with(|c: char| {
            c.is_uppercase() || c.is_whitespace() || c == '@' || super::page::starts_with_words(inner_lower, "via") || c == 'p'
        })
}

/// What may stand after the last `|` of a caption: "AP Photo", "Getty", "REUTERS", "Saul Loeb/AFP/Getty Images".
fn is_piped_credit(tail: &str) -> bool {
    ["AP Photo", "AP", "Getty", "REUTERS", "Reuters", "AFP", "Courtesy", "EPA"].contains(&tail)
        || ["AP Photo", "Getty Images", "POLITICO", "/AP", "/Getty", "/AFP", "/Reuters"].iter().any(|part| tail.contains(part))
            && tail.len() < 160
}

/// "… REUTERS/Ann Lee", "Ann Lee/AFP", "Ann Lee / AP": the last words hold an agency beside a slash.
fn ends_in_slashed_agency(text: &str) -> bool {
    let start = super::page::floor_boundary(text, text.len().saturating_sub(60));
    let tail = &text[start..];
    let Some(slash) = tail.rfind('/') else { return false };
    let after = tail[slash + 1..].trim();
    let before = tail[..slash].trim_end();
    let is_name = !after.is_empty()
        && after.len() < 40
        && after.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '('));
    is_name
        && (["REUTERS", "Reuters", "AP Photo", "AFP", "EPA"].iter().any(|agency| before.ends_with(agency))
            || ["AP", "AFP", "Reuters", "REUTERS", "EPA", "Getty", "Bloomberg News", "Landov", "TASS"].contains(&after)
            || after.starts_with("Getty Images"))
}

/// "… Photo: Ann Lee", "… Image: Ann Lee (flickr).", "… Photograph by Ann Lee/Corbis": a label and a name end the line.
fn ends_in_labelled_credit(line: &Line) -> bool {
    let text = line.text;
    ["photo:", "photograph:", "image:", "credit:", "photo by ", "photos by ", "photo credit:"].iter().any(|label| {
        rfind_ignore_case(text, label).is_some_and(|at| {
            let before = text[..at].trim_end();
            let name = text[at + label.len()..].trim_matches([' ', ')', '.', ']']);
            let is_after_sentence = before.is_empty() || before.ends_with(['.', ')', '(', '|', '"', '”', '[', '?', '!', '’', '\'']);
            is_after_sentence
                && !name.is_empty()
                && name.len() < 90
                && !name.contains(". ")
                && name.split_whitespace().count() <= 10
        })
    })
}

/// A credit alone on its line: "Ann Lee/AFP/Getty Images", "AFP/Getty Images", "AP".
fn is_bare_credit(text: &str) -> bool {
    text.len() < 90
        && text.contains('/')
        && ["/AP", "/Reuters", "/REUTERS", "/AFP", "/Getty", "Getty Images"].iter().any(|end| text.ends_with(end))
        && !text.contains(". ")
}

/// A gallery at the end has at least so many captions.
const FEWEST_IN_GALLERY: usize = 7;

/// The lines of a gallery whose captions end the text: many short lines, hardly one of them a sentence, under a paragraph. A list
/// with a heading, of links, or of persons and their offices ("Jane Doe, mayor") is none.
pub(super) fn gallery_at_end(lines: &[Line], is_whole: &[bool]) -> std::ops::Range<usize> {
    const LONGEST_LINE: usize = 85;
    let is_entry = |line: &Line| line.text.len() <= LONGEST_LINE && line.mark().is_empty() && !line.text.ends_with([':', ',', '…']);
    let count = lines.iter().zip(is_whole).rev().take_while(|(line, is_whole)| !**is_whole && is_entry(line)).count();
    let mut start = lines.len() - count;
    while start < lines.len() && lines[start].ends_as_sentence() {
        start += 1;
    }
    let entries = &lines[start..];
    let sentences = entries.iter().filter(|line| line.ends_as_sentence()).count();
    let with_comma = entries.iter().filter(|line| line.text.contains(", ")).count();
    let is_under_paragraph = start > 0 && lines[start - 1].ends_as_sentence();
    let is_gallery = entries.len() >= FEWEST_IN_GALLERY - 1
        && is_under_paragraph
        && sentences * 4 < entries.len()
        && with_comma * 4 < entries.len();
    if is_gallery { start..lines.len() } else { lines.len()..lines.len() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_captions_by_opener_and_by_credit() {
        for line in [
            "FILE PHOTO - The mayor on the bridge in June. REUTERS/Ann Lee",
            "FILE - In this March 16 file photo, the bridge stands. (AP Photo/Ann Lee, File)",
            "Image copyright Getty Images",
            "Image copyright AFP Image caption The bridge was closed",
            "Enlarge this image toggle caption Ann Lee/AP Ann Lee/AP",
            "The mayor on the bridge. (Ann Lee/Getty Images)",
            "People gather at the bridge. (Photo: Ann Lee, AP)",
            "The bridge on Monday. | AP Photo",
            "Facebook Twitter Pinterest The bridge at noon. Photograph: Ann Lee/EPA",
            "The bridge at noon. Image: Ann Lee (flickr).",
            "Slideshow (3 Images)",
            "(Getty Images)",
            "Ann Lee/AFP/Getty Images",
        ] {
            check(&format!("She left the hall.\n\n⟦caption:{line}⟧\n\nHe stayed until noon."));
        }
    }

    #[test]
    fn finds_a_gallery_at_the_end() {
        let entries =
            ["A man as a bridge", "Two boats", "The mayor as a boat", "Boats", "A river of paper", "Children", "The last boat"];
        let shown: Vec<String> = entries.iter().map(|entry| format!("⟦caption:{entry}⟧")).collect();
        check(&format!("The feast ended at noon on Monday.\n\n{}", shown.join("\n\n")));
        check(&format!("The signers of the letter are:\n\n{}", entries.join("\n\n")));
        let offices: Vec<String> = entries.iter().map(|entry| format!("{entry}, mayor")).collect();
        check(&format!("The feast ended at noon on Monday.\n\n{}", offices.join("\n\n")));
    }

    #[test]
    fn leaves_sentences_about_photographs() {
        for line in [
            "The photo shows a man on a bridge.",
            "Photos show the bridge was closed, she said.",
            "Officials told Reuters that the bridge was closed.",
            "He shared the image: a bridge, broken in two, and below it the long grey river of his youth, which he had painted.",
            "She spoke of two options (AP and the other agency).",
            "“He was there,” she said (Reuters).",
        ] {
            check(&format!("She left the hall.\n\n{line}\n\nHe stayed until noon."));
        }
    }
}
