//! Closed-class words: what each small word of English may do in a sentence.
//!
//! Input: tokens. Output: one [`WordClass`] a token. Method: a table of some three hundred words, looked up once a token.

use crate::token::{TokenKind, Tokens};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A set of things a word may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClass(u32);

impl WordClass {
    pub const NONE: Self = Self(0);
    /// the, a, this, several, two
    pub const DETERMINER: Self = Self(1);
    /// he, she, they, it, I, we, you, who
    pub const SUBJECT: Self = Self(1 << 1);
    /// his, her, their
    pub const POSSESSIVE: Self = Self(1 << 2);
    /// has, had, did, does, will, would
    pub const AUXILIARY: Self = Self(1 << 3);
    /// is, was, been
    pub const BE: Self = Self(1 << 4);
    /// would, could, might, should, may, must, will, can
    pub const MODAL: Self = Self(1 << 5);
    /// not, n't, never
    pub const NEGATION: Self = Self(1 << 6);
    /// of, in, at, for
    pub const PREPOSITION: Self = Self(1 << 7);
    /// and, but, or
    pub const CONJUNCTION: Self = Self(1 << 8);
    /// because, while, if, that, which
    pub const SUBORDINATOR: Self = Self(1 << 9);
    /// also, then, later, repeatedly
    pub const ADVERB: Self = Self(1 << 10);
    /// Monday, yesterday, week
    pub const TIME: Self = Self(1 << 11);
    /// who, which
    pub const RELATIVE: Self = Self(1 << 12);
    /// him, her, them, me, us
    pub const OBJECT: Self = Self(1 << 13);
    /// Comma.
    pub const COMMA: Self = Self(1 << 14);
    /// `:`
    pub const COLON: Self = Self(1 << 15);
    /// `.` `?` `!`
    pub const END: Self = Self(1 << 16);
    /// Dashes and semicolons.
    pub const BREAK: Self = Self(1 << 17);
    /// statement, interview, tweet: where things are said.
    pub const OCCASION: Self = Self(1 << 18);
    /// An irregular past or a verb form that shows a clause is finite.
    pub const FINITE: Self = Self(1 << 19);
    /// that
    pub const THAT: Self = Self(1 << 20);
    /// to
    pub const TO: Self = Self(1 << 21);
    /// whether, how, why, what, where, when, who
    pub const QUESTION: Self = Self(1 << 22);
    /// Any punctuation, quotation marks included.
    pub const PUNCTUATION: Self = Self(1 << 23);
    /// Opening or closing bracket.
    pub const BRACKET: Self = Self(1 << 24);

    /// Whether it is any of `other`.
    pub fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for WordClass {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The words of each class, in one line a class.
const WORDS: &[(WordClass, &str)] = &[
    (
        WordClass::DETERMINER,
        "the a an this these those some any many several few most all both each every another other no one two three four five six \
         seven eight nine ten dozens hundreds thousands more such certain various numerous multiple",
    ),
    (WordClass::SUBJECT, "he she they it i we you who"),
    (WordClass::OBJECT, "him her them me us you"),
    (WordClass::POSSESSIVE, "his her their its my our your whose"),
    (WordClass::AUXILIARY, "has have had having did do does 've 's 'd 'll"),
    (WordClass::BE, "is are was were be been being am 're 'm"),
    (WordClass::MODAL, "would could might should may must will can 'll 'd wo ca"),
    (WordClass::NEGATION, "not n't never"),
    (
        WordClass::PREPOSITION,
        "of in at for from on with by about into over under after before during against between among through via without within \
         around near toward towards despite amid upon since until per than like across behind beyond outside inside along",
    ),
    (WordClass::CONJUNCTION, "and but or yet nor plus"),
    (
        WordClass::SUBORDINATOR,
        "because while when if although though since until unless whereas as that which who whom whose where after before once lest so whether",
    ),
    (
        WordClass::ADVERB,
        "also then later again once still even just now ever already further too soon often sometimes always instead meanwhile however \
         earlier first last afterward afterwards simply merely famously reportedly thus therefore nonetheless nevertheless moreover \
         furthermore additionally indeed perhaps maybe back at aloud",
    ),
    (
        WordClass::TIME,
        "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays \
         january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept \
         oct nov dec yesterday today tomorrow tonight week month year night morning afternoon evening weekend day days weeks months \
         years recently earlier later previously early late moments hours hour minutes noon midnight",
    ),
    (WordClass::RELATIVE, "who which whom"),
    (
        WordClass::OCCASION,
        "statement interview interviews email e-mail mail tweet tweets speech letter memo briefing report conference message messages post posts \
         blog testimony release remarks filing filings documents document address call appearance hearing press newspaper television \
         broadcast podcast op-ed editorial article column event rally debate forum meeting court lawsuit complaint video text note \
         twitter facebook instagram tiktok youtube book statements comments reference response comment reply announcement affidavit motion order ruling program show",
    ),
    (
        WordClass::FINITE,
        "went came took made got won lost saw knew gave found left kept began became held brought met ran led felt thought stood sent \
         paid sat spoke rose broke built cut fell grew put set told wrote drew showed wants want needs need seems seem remains remain \
         plans plan expects expect believes believe thinks think knows know wants likes looks comes goes makes takes gets gives shows \
         works means says say deserves supports opposes hopes faces feels finds keeps lets owes ought used appears doesn don isn aren \
         became fought caught sought taught bought threw hit hurt shut spent stopped tried died hung sprang swung ate drank drove flew rode shook stole swore tore wore woke threw rang sang sank slept swept wept crept leapt knelt clung stuck struck bit hid laid lay lent bent lit fed bled bred sped slid dug spun",
    ),
    (WordClass::QUESTION, "whether how why what where when who which if"),
];

static TABLE: LazyLock<FxHashMap<&'static str, WordClass>> = LazyLock::new(|| {
    let mut table: FxHashMap<&str, WordClass> = FxHashMap::default();
    for &(class, words) in WORDS {
        for word in words.split_whitespace() {
            let entry = table.entry(word).or_default();
            *entry = *entry | class;
        }
    }
    for (word, class) in [("that", WordClass::THAT), ("to", WordClass::TO)] {
        let entry = table.entry(word).or_default();
        *entry = *entry | class;
    }
    table
});

/// The class of a lower-case word.
pub fn class_of(word: &str) -> WordClass {
    TABLE.get(word).copied().unwrap_or_default()
}

fn punctuation(form: &str) -> WordClass {
    let class = match form {
        "," => WordClass::COMMA,
        ":" => WordClass::COLON,
        "." | "?" | "!" | "…" | "..." | "?!" | "!!" => WordClass::END,
        ";" | "-" | "--" | "---" | "–" | "—" | "―" => WordClass::BREAK,
        "(" | ")" | "[" | "]" | "{" | "}" | "-LRB-" | "-RRB-" => WordClass::BRACKET,
        _ => WordClass::NONE,
    };
    class | WordClass::PUNCTUATION
}

/// The class of every token.
pub fn classify(text: &str, tokens: &Tokens) -> Vec<WordClass> {
    (0..tokens.len())
        .map(|i| match tokens.kinds[i] {
            TokenKind::Punctuation | TokenKind::QuoteMark => punctuation(tokens.form(text, i)),
            TokenKind::Word => {
                let lower = tokens.lower(text, i);
                let class = class_of(&lower);
                let is_adverb = class == WordClass::NONE && lower.len() > 4 && lower.ends_with("ly") && !is_ly_noun(&lower);
                if is_adverb { WordClass::ADVERB } else { class }
            }
            _ => WordClass::NONE,
        })
        .collect()
}

/// Words in -ly that are no adverbs.
fn is_ly_noun(word: &str) -> bool {
    matches!(
        word,
        "family"
            | "assembly"
            | "italy"
            | "ally"
            | "july"
            | "reply"
            | "supply"
            | "sully"
            | "kelly"
            | "emily"
            | "billy"
            | "sally"
            | "elderly"
            | "monopoly"
            | "rally"
            | "bully"
            | "anomaly"
            | "molly"
            | "reilly"
            | "connolly"
            | "holly"
            | "apply"
            | "imply"
            | "rely"
            | "multiply"
            | "comply"
    )
}
