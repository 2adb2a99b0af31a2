//! The words of the grammar, and how a token finds its own.
//!
//! Method: a table of folded words behind a filter by first letter and length, which most words of a text do not pass; digits by
//! their shape. Cost: O(1) a token.

use super::words::{Class, Word};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

use Class as C;

/// Words by class, each with its number; a word is written in lower case without its full stop.
const WORDS: &[(Class, &str)] = &[
    (
        C::Month,
        "january=1 february=2 september=9 october=10 november=11 december=12 july=7 feb=2 sept=9 sep=9 oct=10 nov=11 dec=12 jul=7 \
                march=15 april=16 may=17 june=18 august=20 jan=13 mar=15 apr=16 jun=18 aug=20",
    ),
    (
        C::Weekday,
        "monday=1 tuesday=2 wednesday=3 thursday=4 friday=5 saturday=6 sunday=7 mon=9 tue=10 tues=10 wed=11 weds=11 thu=12 \
                  thur=12 thurs=12 fri=13 sat=14 sun=15",
    ),
    (C::Weekdays, "mondays=1 tuesdays=2 wednesdays=3 thursdays=4 fridays=5 saturdays=6 sundays=7 weekdays=8 weekday=9"),
    (
        C::Unit,
        "second=0 minute=1 hour=2 day=3 weekend=4 week=5 fortnight=6 month=7 quarter=8 year=9 decade=10 century=11 millennium=12 yr=9",
    ),
    (
        C::Units,
        "seconds=0 minutes=1 hours=2 days=3 weekends=4 weeks=5 fortnights=6 months=7 quarters=8 years=9 decades=10 centuries=11 \
                millennia=12 hrs=2 hr=2 mins=1 min=1 yrs=9",
    ),
    (
        C::Number,
        "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 \
                 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 \
                 eighty=80 ninety=90",
    ),
    (C::Scale, "hundred=100 thousand=1000 dozen=12"),
    (C::A, "a an"),
    (C::The, "the"),
    (C::This, "this"),
    (C::That, "that those=1"),
    (C::These, "these"),
    (C::Last, "last"),
    (C::Past, "past"),
    (C::Previous, "previous preceding prior"),
    (C::Next, "next"),
    (C::Coming, "coming upcoming"),
    (C::Following, "following ensuing"),
    (C::Same, "same"),
    (C::Current, "current"),
    (
        C::Ordinal,
        "first=1 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12 thirteenth=13 \
                  fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 final=4 opening=1",
    ),
    (C::Season, "spring=1 summer=2 autumn=3 fall=3 winter=4 springtime=1 summertime=2 wintertime=4"),
    (C::Part, "morning=0 afternoon=1 evening=2 night=3"),
    (C::Parts, "mornings=0 afternoons=1 evenings=2 nights=3"),
    (C::Noon, "noon=12 midday=12 midnight=24 noontime=12"),
    (C::Early, "early late mid"),
    (C::Earlier, "earlier=0 later=1"),
    (C::Ago, "ago"),
    (C::Before, "before"),
    (C::After, "after=0 afterwards=1 afterward=1 on=2"),
    (C::Of, "of"),
    (C::In, "in"),
    (C::On, "since by from during throughout between for within at till"),
    (C::And, "and or"),
    (C::To, "to through until thru"),
    (C::Every, "every each"),
    (C::Times, "once=1 twice=2 thrice=3"),
    (C::Per, "per"),
    (C::About, "about around nearly almost over roughly approximately some under more less fewer at up well just close as"),
    (C::Few, "few several many couple some dozens"),
    (C::Recent, "recent"),
    (C::Half, "half"),
    (C::Fiscal, "fiscal financial"),
    (C::Decade, "twenties=20 thirties=30 forties=40 fifties=50 sixties=60 seventies=70 eighties=80 nineties=90"),
    (C::Meridiem, "am=0 pm=12 a.m=0 p.m=12"),
    (C::OClock, "o'clock"),
    (
        C::Zone,
        "gmt utc bst cet cest est edt cst cdt mst mdt pst pdt et ct pt mt ist jst kst sgt aest aedt msk eet hkt eastern central pacific local",
    ),
    (C::DayName, "yesterday=0 today=1 tomorrow=2 tonight=3 overnight=4"),
    (C::Now, "now currently nowadays presently"),
    (C::Frequency, "daily=3 nightly=3 weekly=5 fortnightly=6 monthly=7 annually=9 yearly=9 hourly=2"),
    (C::Era, "ad=0 ce=0 bc=1 bce=1 a.d=0 c.e=0 b.c=1 b.c.e=1"),
    (C::End, "end beginning start middle turn outset eve"),
    (C::Short, "fy"),
    (C::Vague, "recently lately future long right latest full whole"),
    (
        C::Holiday,
        "christmas boxing new epiphany martin mlk groundhog valentine valentines presidents president international st saint \
                  earth cinco mother mothers father fathers memorial flag juneteenth independence bastille labor labour patriot \
                  columbus halloween guy bonfire all election veterans armistice remembrance thanksgiving black cyber shrove fat \
                  mardi ash palm maundy good holy easter ascension pentecost whit corpus orthodox ramadan eid eid-al-fitr eid-al-adha \
                  lunar chinese passover rosh yom hanukkah chanukah diwali deepavali",
    ),
];

/// The longest word of [`WORDS`], in bytes.
const LONGEST: usize = 13;

struct Table {
    /// For each first letter, a bit for each length there is.
    lengths: [u16; 27],
    words: HashMap<u128, Word, FxBuildHasher>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { lengths: [0; 27], words: HashMap::default() };
    for (class, words) in WORDS {
        for entry in words.split_ascii_whitespace() {
            let (word, value) = entry.split_once('=').unwrap_or((entry, "0"));
            let (Some(key), Ok(value)) = (key(word.as_bytes()), value.parse()) else { continue };
            table.lengths[letter(word.as_bytes()[0])] |= 1 << word.len();
            // The first meaning holds.
            table.words.entry(key).or_insert(Word::new(*class, value));
        }
    }
    table
});

fn letter(byte: u8) -> usize {
    if byte.is_ascii_alphabetic() { usize::from((byte | 32) - b'a') } else { 26 }
}

/// The bytes of a short word in lower case as one number; none for others.
fn key(word: &[u8]) -> Option<u128> {
    if word.len() > LONGEST {
        return None;
    }
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    Some(u128::from_le_bytes(bytes))
}

/// Looks words up; holds the table so that each token need not ask for it.
#[derive(Clone, Copy)]
pub struct Lexicon(&'static Table);

impl Lexicon {
    /// The words there are.
    pub fn get() -> Self {
        Self(&TABLE)
    }

    /// What a token's form means.
    pub fn word(self, form: &str) -> Word {
        let bytes = form.as_bytes();
        let Some(&first) = bytes.first() else { return Word::NONE };
        if first.is_ascii_digit() {
            return number(bytes);
        }
        if !first.is_ascii_alphabetic() {
            return mark(bytes);
        }
        if first | 32 == b'm' && bytes.len() > 5 && bytes[3] == b'-' && bytes[..3].eq_ignore_ascii_case(b"mid") {
            // `mid-March`, `mid-1990s`: one token. The month is no name then.
            let word = self.word(&form[4..]);
            let month = if word.class == C::Month { u32::from(word.month()) } else { word.value };
            return Word { value: month, ..word };
        }
        let trimmed = if bytes.len() > 2 && bytes[bytes.len() - 1] == b'.' { &bytes[..bytes.len() - 1] } else { bytes };
        if trimmed.len() > LONGEST || self.0.lengths[letter(first)] >> trimmed.len() & 1 == 0 {
            return short(trimmed);
        }
        match key(trimmed).and_then(|key| self.0.words.get(&key)) {
            Some(&word) => word,
            None => short(trimmed),
        }
    }
}

/// `Q3`, `H1`, `FY2019`, `FY19`.
fn short(bytes: &[u8]) -> Word {
    match bytes {
        [b'Q', digit @ b'1'..=b'4'] => Word::new(C::Short, u32::from(digit - b'0')),
        [b'H', digit @ b'1'..=b'2'] => Word::new(C::Short, 10 + u32::from(digit - b'0')),
        [b'F' | b'f', b'Y' | b'y', rest @ ..] if rest.len() == 4 || rest.len() == 2 => match digits(rest) {
            Some(value) => Word::new(C::Short, if rest.len() == 2 { 2000 + value } else { value }),
            None => Word::NONE,
        },
        _ => Word::NONE,
    }
}

fn mark(bytes: &[u8]) -> Word {
    match bytes {
        b"," => Word::new(C::Comma, 0),
        b"-" => Word::new(C::Dash, 0),
        b"/" => Word::new(C::Dash, 1),
        [b'\'', rest @ ..] => match (digits(&rest[..rest.len().min(2)]), rest.len()) {
            (Some(value), 2) => Word::new(C::ShortYear, value),
            (Some(value), 3) if rest[2] == b's' && value % 10 == 0 => Word::new(C::Decade, value),
            _ => Word::NONE,
        },
        [0xE2, 0x80, 0x93 | 0x94 | 0x90 | 0x91] => Word::new(C::Dash, 0),
        _ => Word::NONE,
    }
}

/// The number that plain digits say; none for others and for more than nine.
pub fn digits(bytes: &[u8]) -> Option<u32> {
    let is_plain = (1..=9).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit);
    is_plain.then(|| bytes.iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0')))
}

fn number(bytes: &[u8]) -> Word {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let Some(value) = digits(&bytes[..count]) else { return Word::NONE };
    match &bytes[count..] {
        [] => Word { class: C::Digits, digits: count as u8, value },
        b"s" | b"'s" if (count == 4 || count == 2) && value % 10 == 0 => Word::new(C::Decade, value),
        b"st" | b"nd" | b"rd" | b"th" | b"ST" | b"ND" | b"RD" | b"TH" if count <= 2 => {
            Word { class: C::Ordinal, digits: count as u8, value }
        }
        [b':', rest @ ..] => clock(count, value, rest),
        [b'.', rest @ ..] if rest.len() <= 2 && count <= 4 => match digits(rest) {
            Some(part) => {
                let hundredths = value * 100 + if rest.len() == 1 { part * 10 } else { part };
                // `3.15` may be a clock time.
                Word { class: C::Decimal, digits: if rest.len() == 2 { count as u8 } else { 0 }, value: hundredths }
            }
            None => Word::NONE,
        },
        b"/2" if value == 1 => Word::new(C::Fraction, 2),
        b"/4" if value == 1 || value == 3 => Word::new(C::Fraction, value),
        [b',', rest @ ..] if rest.len() == 3 && count <= 3 => match digits(rest) {
            Some(part) => Word { class: C::Digits, digits: 9, value: value * 1000 + part },
            None => Word::NONE,
        },
        [separator @ (b'-' | b'/' | b'.'), rest @ ..] if rest.contains(separator) && bytes.len() <= 10 => Word::new(C::Numeric, 0),
        _ => Word::NONE,
    }
}

/// `3:07`, `15:07:30`: minutes, and seconds in units of 10,000; 9999 minutes where there is no such time.
fn clock(count: usize, hours: u32, rest: &[u8]) -> Word {
    let (minutes, seconds) = match rest {
        [a, b] => (digits(&[*a, *b]), Some(0)),
        [a, b, b':', c, d] => (digits(&[*a, *b]), digits(&[*c, *d]).map(|seconds| seconds + 1)),
        _ => (None, None),
    };
    match (minutes, seconds) {
        (Some(minutes @ 0..60), Some(seconds @ 0..61)) if count <= 2 && hours <= 24 => {
            Word { class: C::Clock, digits: count as u8, value: hours * 60 + minutes + seconds * 10_000 }
        }
        _ => Word::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_words_up() {
        let lexicon = Lexicon::get();
        for (form, class, value) in [
            ("Sept.", C::Month, 9),
            ("MAY", C::Month, 17),
            ("Mondays", C::Weekdays, 1),
            ("p.m.", C::Meridiem, 12),
            ("1990s", C::Decade, 1990),
            ("'70s", C::Decade, 70),
            ("'87", C::ShortYear, 87),
            ("21st", C::Ordinal, 21),
            ("2.5", C::Decimal, 250),
            ("3:07", C::Clock, 187),
            ("27:80", C::None, 0),
            ("2018-04-17", C::Numeric, 0),
            ("Q3", C::Short, 3),
            ("FY19", C::Short, 2019),
            ("–", C::Dash, 0),
            ("1,500", C::Digits, 1500),
            ("Mar-a-Vista", C::None, 0),
            ("é", C::None, 0),
            ("", C::None, 0),
        ] {
            let word = lexicon.word(form);
            assert_eq!((word.class, word.value), (class, value), "{form}");
        }
    }

    #[test]
    fn no_word_is_too_long_or_there_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for (_, words) in WORDS {
            for entry in words.split_ascii_whitespace() {
                let word = entry.split_once('=').map_or(entry, |(word, _)| word);
                assert!(word.len() <= LONGEST, "{word}");
                let is_shared = ["at", "some"].contains(&word);
                assert!(seen.insert(word) || is_shared, "{word}");
            }
        }
    }
}
