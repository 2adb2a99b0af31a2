//! What words and phrases are known to be: names, places, organisations, titles, roles.
//!
//! Input: lower-case words or phrases (words joined by one space). Output: flags and entries, borrowed from the embedded tables.
//! Method: tab-separated files of data/lexicons in the binary, read once into hash maps whose keys borrow from it.
//! Cost: some ten milliseconds at first use, tens of nanoseconds a lookup.

use crate::text::rows::{lines, split_field};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

pub use super::flags::Flags;

type Map<V> = HashMap<&'static str, V, FxBuildHasher>;

/// A country, by its two letters in the World Factbook (GEC): `US`, `UK`, `RS` (Russia), `KN` (North Korea).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(pub [u8; 2]);

impl Country {
    /// The United States.
    pub const US: Self = Self(*b"US");

    fn parse(letters: &str) -> Option<Self> {
        letters.as_bytes().try_into().ok().map(Self)
    }
}

/// What a name of the gazetteer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PhraseKind {
    Country,
    Capital,
    State,
    /// A city of a million.
    City,
    /// A smaller city.
    Town,
    /// A city whose name is a common word.
    WordTown,
    Region,
    Facility,
    Group,
    Org,
}

/// An entry of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What it is.
    pub kind: PhraseKind,
    /// Where it belongs (capitals and seats of government stand for their country).
    pub country: Option<Country>,
}

/// The gender that a word itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum WordGender {
    Feminine,
    Masculine,
}

/// A title before names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Mr., Dr.: says nothing of the person's office.
    pub is_honorific: bool,
    /// The gender it tells.
    pub gender: Option<WordGender>,
}

/// What kind of noun for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RoleClass {
    /// President, king: heads of state and government.
    Leader,
    /// Senator, spokesman, official.
    Office,
    Expert,
    Business,
    /// Anybody: resident, mother, suspect.
    Public,
    /// From `WordNet` only.
    Other,
}

/// A noun for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// What kind.
    pub class: RoleClass,
    /// The gender it tells.
    pub gender: Option<WordGender>,
    /// Whether it is a plural.
    pub is_plural: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct WordEntry {
    flags: Flags,
    /// Percent of women among the bearers, plus one; 0 where unknown.
    women: u8,
}

/// The embedded tables.
#[derive(Debug)]
pub struct Lexicon {
    words: Map<WordEntry>,
    phrases: Map<Phrase>,
    titles: Map<Title>,
    roles: Map<Role>,
    nicknames: Map<Vec<&'static str>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

const FUNCTION_WORDS: &str = "the a an this that these those i he she it we they you his her hers its our their my your me him us them in on at by for \
from with of to into onto upon about above across against along amid among around as before after behind below beneath beside besides between \
beyond despite down during except inside like near off out outside over past since through throughout till toward towards under until up via \
within without and but or nor so yet if when while because although though however meanwhile moreover also there here what who whom whose which \
where why how not no yes is are was were be been being am do does did has have had can could shall should would may might must will one two some any \
all both each every many most much more few several other others another such only even still then now once again never always often sometimes \
perhaps instead indeed later earlier today yesterday tomorrow tonight just already soon ago too very than let please thanks thank well oh ok okay \
asked according speaking following including regarding given despite whether unlike rather thus hence nevertheless nonetheless finally first second \
third last next additionally furthermore overall recently currently previously initially eventually ultimately originally we're it's that's there's \
he's she's i'm they're don't isn't can't won't didn't doesn't what's here's let's";
const DATE_WORDS: &str = "monday tuesday wednesday thursday friday saturday sunday mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun. january february \
march april may june july august september october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. sept mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas easter ramadan edt est gmt pdt pst utc bst cet et";
const PARTICLES: &str =
    "van von de der den del della di da do dos das du la le bin ibn ben al el ul ter ten af av bint abu y zu und";
const SUFFIXES: &str = "jr jr. sr sr. ii iii iv phd ph.d. esq. md m.d.";
const SAYING: &str = "said says told tells added adds asked asks replied responded tweeted tweets wrote writes announced argued argues claimed claims noted \
notes explained explains stated insisted warned warns acknowledged admitted declared declined denied recalled conceded quipped joked testified \
vowed pledged called urged thinks thought believes believed stressed emphasized suggested predicted complained remarked commented answered continued \
concluded contended maintained observed pointed reiterated";
const PLACE_PREPOSITIONS: &str = "in near outside inside throughout across toward towards into within around";
const PLAIN_ACRONYMS: &str = "ceo cfo coo cto tv pm am gdp dna hiv aids mp mps id ok pc it ai vip suv co2 hiv/aids covid covid-19 dvd cd faq ngo ngos pr hr vp \
ipo usd eur gbp wwii ww2 wwi phd md ma ba mba q&a rip sos ufo gps usb sms pdf url diy fyi asap aka lgbt lgbtq nfts nft pcr icu er atm pin vat cpi ied \
icbm wmd 5g 4g 3g iq led lcd op-ed sars mers ptsd adhd dui dwi swat mia pow pows ii iii iv vi vii viii ix xi xii mr ms dr jr ad bc bce ce gm photo video \
update read more breaking watch exclusive live new";

const FAMILY_FIRST: &str = "kim lee park choi jung kang cho yoon jang lim han shin seo kwon hwang ahn song moon xi li wang zhang liu chen yang huang zhao \
wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding \
ren yao shen tsai nguyen tran pham ri ro chung roh";

const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozens";

impl Lexicon {
    /// The tables; read at the first call.
    pub fn get() -> &'static Self {
        &LEXICON
    }

    /// What a lower-case word can be.
    pub fn flags(&self, lower: &str) -> Flags {
        self.words.get(lower).map_or(Flags::default(), |entry| entry.flags)
    }

    /// What a lower-case word can be; `co-author` what its last part can be, if that is a title.
    pub fn flags_with_part(&self, lower: &str) -> Flags {
        let flags = self.flags(lower);
        match lower.rsplit_once('-') {
            Some((_, tail)) if flags == Flags::default() => {
                let tail = self.flags(tail);
                if tail.has_any(Flags::TITLE.with(Flags::ROLE)) && tail.has(Flags::COMMON) { tail } else { flags }
            }
            _ => flags,
        }
    }

    /// The share of women among the bearers of a given name.
    pub fn share_of_women(&self, lower: &str) -> Option<f32> {
        match self.words.get(lower)?.women {
            0 => None,
            women => Some(f32::from(women - 1) / 100.0),
        }
    }

    /// A place, group or organisation.
    pub fn phrase(&self, lower: &str) -> Option<Phrase> {
        self.phrases.get(lower).copied()
    }

    /// The country that a name of a country, capital, nationality or seat of government stands for.
    pub fn country(&self, lower: &str) -> Option<Country> {
        let phrase = self.phrases.get(lower)?;
        match phrase.kind {
            PhraseKind::City | PhraseKind::Town | PhraseKind::WordTown => None,
            _ => phrase.country,
        }
    }

    /// All entries of one word or more, in lower case, with a number for what each is: places, groups, organisations, titles, roles.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, u16)> {
        let phrases = self.phrases.iter().map(|(&entry, phrase)| (entry, phrase.kind as u16));
        let titles = self.titles.iter().map(|(&entry, title)| (entry, 10 + u16::from(title.is_honorific)));
        let roles = self.roles.iter().map(|(&entry, role)| (entry, 12 + role.class as u16));
        // The first of equal keys counts.
        let is_phrase = |entry: &str| self.phrases.contains_key(entry);
        let titles = titles.filter(move |(entry, _)| !is_phrase(entry));
        let roles = roles.filter(move |(entry, _)| !is_phrase(entry) && !self.titles.contains_key(entry));
        phrases.chain(titles).chain(roles)
    }

    /// A title before names: `president`, `sen.`, `secretary of state`.
    pub fn title(&self, lower: &str) -> Option<Title> {
        self.titles.get(lower).copied()
    }

    /// A noun for a person or, in the plural, for persons: `spokesman`, `officials`.
    pub fn role(&self, lower: &str) -> Option<Role> {
        if let Some(role) = self.roles.get(lower) {
            return Some(*role);
        }
        let plural = |role: &Role| Role { is_plural: true, ..*role };
        if let Some(stem) = lower.strip_suffix("men") {
            return self.roles.get(&*format!("{stem}man")).map(plural);
        }
        if let Some(stem) = lower.strip_suffix("ies") {
            return self.roles.get(&*format!("{stem}y")).map(plural);
        }
        let stem = lower.strip_suffix('s')?;
        self.roles.get(stem).or_else(|| self.roles.get(stem.strip_suffix('e')?)).map(plural)
    }

    /// Whether names of organisations end in this word, and it means one by itself (`department`, `police`, `company`).
    pub fn is_org_noun(&self, lower: &str) -> bool {
        self.flags(lower).has_any(Flags::ORG_HEAD.with(Flags::ORG_OF))
    }

    /// The full given names that a short form stands for.
    pub fn full_given_names(&self, lower: &str) -> &[&'static str] {
        self.nicknames.get(lower).map_or(&[], Vec::as_slice)
    }

    /// Whether two given names can be one person's: equal, or one the short form of the other.
    pub fn same_given_name(&self, one: &str, other: &str) -> bool {
        one == other
            || self.full_given_names(one).contains(&other)
            || self.full_given_names(other).contains(&one)
            || self.full_given_names(one).iter().any(|full| self.full_given_names(other).contains(full))
    }

    fn load() -> Self {
        let mut lexicon = Self {
            words: Map::with_capacity_and_hasher(90_000, FxBuildHasher),
            phrases: Map::with_capacity_and_hasher(12_000, FxBuildHasher),
            titles: Map::with_capacity_and_hasher(600, FxBuildHasher),
            roles: Map::with_capacity_and_hasher(1_600, FxBuildHasher),
            nicknames: Map::default(),
        };
        lexicon.load_words();
        lexicon.load_phrases();
        lexicon.load_persons();
        lexicon
    }

    fn mark(&mut self, word: &'static str, flag: Flags) {
        self.words.entry(word).or_default().flags.add(flag);
    }

    fn mark_all(&mut self, words: &'static str, flag: Flags) {
        for word in words.split_whitespace() {
            self.mark(word, flag);
        }
    }

    /// Flags the word itself, or the first word of a phrase.
    fn mark_entry(&mut self, entry: &'static str, single: Flags, start: Flags) {
        match entry.split_once(' ') {
            None => self.mark(entry, single),
            Some((first, _)) => self.mark(first, start),
        }
    }

    fn load_words(&mut self) {
        for word in rows(include_str!("../../data/lexicons/common_words.tsv")) {
            self.mark(word, Flags::COMMON);
        }
        for (name, women) in pairs(include_str!("../../data/lexicons/given_names.tsv")) {
            let entry = self.words.entry(name).or_default();
            entry.flags.add(Flags::GIVEN);
            entry.women = women.parse::<u8>().map_or(0, |women| women.min(100) + 1);
        }
        for name in rows(include_str!("../../data/lexicons/surnames.tsv")) {
            self.mark(name, Flags::SURNAME);
        }
        for (word, class) in pairs(include_str!("../../data/lexicons/heads.tsv")) {
            let flag = match class {
                "org" => Flags::ORG_HEAD,
                "org_of" => Flags::ORG_OF,
                "gpe" => Flags::GPE_HEAD,
                "loc" => Flags::LOC_HEAD,
                "loc_first" => Flags::LOC_FIRST,
                "gpe_first" => Flags::GPE_FIRST,
                "fac" => Flags::FAC_HEAD,
                _ => Flags::NONE_HEAD,
            };
            self.mark(word, flag);
        }
        self.mark_all(FUNCTION_WORDS, Flags::FUNCTION);
        self.mark_all(DATE_WORDS, Flags::DATE);
        self.mark_all(FAMILY_FIRST, Flags::FAMILY_FIRST);
        self.mark_all(NUMBERS, Flags::NUMBER);
        self.mark_all(PARTICLES, Flags::PARTICLE);
        self.mark_all(SUFFIXES, Flags::SUFFIX);
        self.mark_all(SAYING, Flags::SAYING);
        self.mark_all(PLACE_PREPOSITIONS, Flags::PLACE_PREPOSITION);
        self.mark_all(PLAIN_ACRONYMS, Flags::PLAIN_ACRONYM);
    }

    fn load_phrases(&mut self) {
        // Later tables win: the hand-made one knows the usual sense.
        for (name, rest) in pairs(include_str!("../../data/lexicons/places.tsv")) {
            let (kind, country) = rest.split_once('\t').unwrap_or((rest, ""));
            let kind = match kind {
                "country" => PhraseKind::Country,
                "state" => PhraseKind::State,
                "capital" => PhraseKind::Capital,
                "city" => PhraseKind::City,
                "word" => PhraseKind::WordTown,
                _ => PhraseKind::Town,
            };
            self.add_phrase(name, kind, country);
        }
        for (name, country) in pairs(include_str!("../../data/lexicons/demonyms.tsv")) {
            self.add_phrase(name, PhraseKind::Group, country);
        }
        for (name, _) in pairs(include_str!("../../data/lexicons/orgs.tsv")) {
            self.add_phrase(name, PhraseKind::Org, "");
        }
        for (name, rest) in pairs(include_str!("../../data/lexicons/world.tsv")) {
            let (kind, country) = rest.split_once('\t').unwrap_or((rest, ""));
            let kind = match kind {
                "country" => PhraseKind::Country,
                "capital" => PhraseKind::Capital,
                "state" => PhraseKind::State,
                "region" => PhraseKind::Region,
                "fac" => PhraseKind::Facility,
                "norp" => PhraseKind::Group,
                _ => PhraseKind::Org,
            };
            self.add_phrase(name, kind, country);
        }
    }

    fn add_phrase(&mut self, name: &'static str, kind: PhraseKind, country: &'static str) {
        self.phrases.insert(name, Phrase { kind, country: Country::parse(country) });
        self.mark_entry(name, Flags::PHRASE, Flags::STARTS_PHRASE);
    }

    fn load_persons(&mut self) {
        for (title, class) in pairs(include_str!("../../data/lexicons/titles.tsv")) {
            if class == "modifier" {
                self.mark(title, Flags::TITLE_MODIFIER);
                continue;
            }
            let (class, gender) = with_gender(class);
            let is_honorific = class == "honorific";
            self.titles.insert(title, Title { is_honorific, gender });
            self.mark_entry(title, Flags::TITLE, Flags::STARTS_TITLE);
            if is_honorific {
                self.mark(title, Flags::HONORIFIC);
            }
        }
        for (noun, _) in pairs(include_str!("../../data/lexicons/wordnet_roles.tsv")) {
            self.add_role(noun, RoleClass::Other, None);
        }
        for (noun, class) in pairs(include_str!("../../data/lexicons/roles.tsv")) {
            let (class, gender) = with_gender(class);
            let class = match class {
                "leader" => RoleClass::Leader,
                "office" => RoleClass::Office,
                "expert" => RoleClass::Expert,
                "business" => RoleClass::Business,
                _ => RoleClass::Public,
            };
            // The first, most particular class stands.
            if self.roles.get(noun).is_none_or(|role| role.class == RoleClass::Other) {
                self.add_role(noun, class, gender);
            }
        }
        for (short, full) in pairs(include_str!("../../data/lexicons/nicknames.tsv")) {
            self.nicknames.entry(short).or_default().push(full);
        }
        for row in crate::person::leaders::rows() {
            if row.is_well_known() && !row.short.contains(' ') {
                // Lower case of the short form is not borrowed from anywhere, so only names in the tables get the flag here.
                let lower = row.short.to_lowercase();
                if let Some(entry) = self.words.get_mut(&*lower) {
                    entry.flags.add(Flags::LEADER);
                } else {
                    self.words.insert(Box::leak(lower.into_boxed_str()), WordEntry { flags: Flags::LEADER, women: 0 });
                }
            }
        }
    }

    fn add_role(&mut self, noun: &'static str, class: RoleClass, gender: Option<WordGender>) {
        self.roles.insert(noun, Role { class, gender, is_plural: false });
        self.mark_entry(noun, Flags::ROLE, Flags::STARTS_ROLE);
    }
}

fn with_gender(class: &'static str) -> (&'static str, Option<WordGender>) {
    match class.split_once(' ') {
        Some((class, "F")) => (class, Some(WordGender::Feminine)),
        Some((class, _)) => (class, Some(WordGender::Masculine)),
        None => (class, None),
    }
}

/// The rows of an embedded table, without the line that names its source.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    lines(table).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(table).filter_map(split_field)
}

/// Writes `form` in lower case into `buffer`, which is emptied first.
pub(crate) fn lower_into(buffer: &mut String, form: &str) {
    buffer.clear();
    push_lower(buffer, form);
}

/// Appends `form` in lower case.
pub(crate) fn push_lower(buffer: &mut String, form: &str) {
    if form.is_ascii() {
        buffer.push_str(form);
        let start = buffer.len() - form.len();
        buffer[start..].make_ascii_lowercase();
    } else {
        buffer.extend(form.chars().flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_names_places_titles_and_roles() {
        let lexicon = Lexicon::get();
        assert!(lexicon.flags("donald").has(Flags::GIVEN));
        assert!(lexicon.flags("trump").has(Flags::LEADER));
        assert!(lexicon.share_of_women("angela").is_some_and(|share| share > 0.95));
        assert_eq!(lexicon.country("north korean"), Country::parse("KN"));
        assert_eq!(lexicon.country("pyongyang"), Country::parse("KN"));
        assert_eq!(lexicon.country("pelican"), None);
        assert!(lexicon.title("prime minister").is_some_and(|title| !title.is_honorific));
        assert_eq!(lexicon.title("mrs.").and_then(|title| title.gender), Some(WordGender::Feminine));
        assert!(lexicon.role("officials").is_some_and(|role| role.is_plural && role.class == RoleClass::Office));
        assert!(lexicon.role("spokeswoman").is_some_and(|role| role.gender == Some(WordGender::Feminine)));
        assert!(lexicon.role("table").is_none());
        assert!(lexicon.is_org_noun("committee") && !lexicon.is_org_noun("river"));
        assert!(lexicon.same_given_name("bob", "robert") && !lexicon.same_given_name("bob", "paul"));
    }

    #[test]
    fn lowers_beyond_ascii() {
        let mut buffer = String::from("old");
        lower_into(&mut buffer, "Élysée");
        push_lower(&mut buffer, "X");
        assert_eq!(buffer, "élyséex");
    }
}
