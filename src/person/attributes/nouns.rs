//! Which nouns name an office or occupation, and which words before them belong to its name.
//!
//! Finds: `mayor`, `chief executive`, `potter` (the ending tells where the lexicon does not know it). Does not find: kinship (`sister`),
//! people as such (`woman`, `resident`), parts in a story (`victim`, `suspect`), relations (`rival`).

use crate::entity::lexicon::{Flags, Lexicon, RoleClass};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

/// What a noun in the singular says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    /// An office or occupation.
    Role,
    /// A person, but nothing that one works as: `woman`, `sister`, `witness`.
    Person,
}

/// Nouns for persons that are no office or occupation.
const PERSONS: &str = "man woman boy girl child teen teenager kid baby toddler infant adult person people youth mother father mom mum dad parent \
wife husband son daughter brother sister sibling widow widower girlfriend boyfriend fiance fiancee fiancé fiancée spouse uncle aunt grandfather \
grandmother grandson granddaughter nephew niece cousin twin stepfather stepmother stepbrother stepsister friend colleague ally opponent critic rival \
partner neighbor neighbour supporter fan enemy foe teammate classmate roommate companion lover protege protégé mentor ancestor heir descendant resident \
voter witness victim survivor suspect defendant accuser plaintiff attacker assailant gunman shooter killer murderer bomber caller user participant source \
insider observer tourist traveler traveller passenger customer patient prisoner inmate detainee hostage refugee migrant immigrant native national citizen member \
stranger bystander namesake winner loser successor predecessor offender culprit perpetrator visitor viewer reader believer hero idol legend icon figure \
favorite favourite star celebrity recipient beneficiary individual male female newcomer outsider underdog nobody somebody";

/// Nouns that the lexicon has as persons, and that news mostly uses of something else.
const OTHERS: &str = "matter number order letter paper power answer offer water summer winter dinner center danger chapter computer corner cover \
disaster error factor favor favour fever finger flower honor honour humor humour layer leather liter mirror monster murder newspaper october september \
november december river shoulder weather wonder terror tower theater sector rumor rumour tumor tumour horror motor color colour labor labour border \
gender character disorder encounter quarter monitor meter transfer trigger timber silver chamber charter shelter poster thriller trailer freighter \
helicopter skyscraper steamer tanker cruiser carrier restaurant plant elephant covenant grant remnant warrant variant constant interior exterior behavior \
behaviour harbor harbour flavor flavour vapor cluster filter lumber thunder counter blister plaster register semester temper copper pepper spider oyster \
lobster hamster liver cancer laser twitter other another either neither rather whether however never under after later earlier former latter younger \
older bigger higher lower giant instant";

/// Occupations without one of the endings, that the lexicon does not have as such.
const MORE: &str = "chef cook clerk nun monk guard guide host architect mechanic medic cleric poet maid artist model athlete acrobat intern trainee \
apprentice chemist cop spy tutor scout nurse veterinarian midwife chair whip dean provost rector chaplain chief boss head oligarch despot laureate \
magistrate guru recruit convict cosmonaut astronaut aeronaut restaurateur chauffeur financier seal ranger chemist playwright assistant attendant \
intern vet fellow champion aide envoy diplomat graduate undergraduate youtuber influencer";

/// Endings of nouns for those who do something.
const AGENTS: [&str; 13] = ["er", "or", "ist", "ian", "man", "woman", "person", "ant", "eur", "wright", "smith", "keeper", "maker"];

/// What the lists above say; `None` for nouns that mostly mean something else.
static LISTED: LazyLock<HashMap<&'static str, Option<Noun>, FxBuildHasher>> = LazyLock::new(|| {
    let lists = [(OTHERS, None), (MORE, Some(Noun::Role)), (PERSONS, Some(Noun::Person))];
    lists.iter().flat_map(|(list, noun)| list.split_whitespace().map(|word| (word, *noun))).collect()
});

/// What a noun or title in lower case says of a person, by lexicon alone.
pub(super) fn known(phrase: &str) -> Option<Noun> {
    let lexicon = Lexicon::get();
    if let Some(listed) = LISTED.get(phrase) {
        return *listed;
    }
    if lexicon.title(phrase).is_some_and(|title| !title.is_honorific || is_occupation(phrase)) {
        return Some(Noun::Role);
    }
    let role = lexicon.role(phrase).filter(|role| !role.is_plural)?;
    match role.class {
        RoleClass::Other => None,
        _ => Some(Noun::Role),
    }
}

/// What any noun in lower case says of the person whom it describes (`a potter`).
pub(super) fn describing(noun: &str) -> Option<Noun> {
    if let found @ Some(_) = known(noun) {
        return found;
    }
    let part = noun.rsplit('-').next().unwrap_or(noun);
    if let Some(listed) = LISTED.get(part) {
        return *listed;
    }
    let is_agent = part.len() >= 5 && AGENTS.iter().any(|ending| part.ends_with(ending));
    (is_agent || known(part).is_some()).then_some(Noun::Role)
}

/// Honorifics that tell what one works as.
fn is_occupation(title: &str) -> bool {
    matches!(title, "prof" | "prof." | "professor" | "rev" | "rev." | "reverend" | "pastor" | "rabbi" | "imam" | "ayatollah")
}

/// The full words for a title's abbreviation.
pub(super) fn in_full(title: &str) -> Option<&'static str> {
    Some(match title.trim_end_matches('.') {
        "sen" | "sens" | "senators" => "senator",
        "rep" | "reps" | "representatives" => "representative",
        "gov" | "govs" | "governors" => "governor",
        "lt. gov" => "lieutenant governor",
        "state sen" => "state senator",
        "state rep" => "state representative",
        "gen" => "general",
        "lt. gen" => "lieutenant general",
        "maj. gen" => "major general",
        "brig. gen" => "brigadier general",
        "col" => "colonel",
        "lt. col" => "lieutenant colonel",
        "maj" => "major",
        "capt" => "captain",
        "cmdr" => "commander",
        "lt" => "lieutenant",
        "sgt" => "sergeant",
        "staff sgt" => "staff sergeant",
        "cpl" => "corporal",
        "pvt" => "private",
        "pfc" => "private first class",
        "spc" => "specialist",
        "adm" => "admiral",
        "vice adm" => "vice admiral",
        "rear adm" => "rear admiral",
        "det" => "detective",
        "supt" => "superintendent",
        "prof" => "professor",
        "rev" => "reverend",
        "msgr" => "monsignor",
        "mayors" => "mayor",
        "presidents" => "president",
        "ministers" => "minister",
        "ambassadors" => "ambassador",
        "congressmen" => "congressman",
        "lawmakers" => "lawmaker",
        "attorneys general" => "attorney general",
        "mps" => "mp",
        _ => return None,
    })
}

/// Adjectives that describe the person, not the office.
const DESCRIPTIVE: [&str; 53] = [
    "controversial",
    "influential",
    "popular",
    "local",
    "loyal",
    "iconic",
    "charismatic",
    "energetic",
    "legendary",
    "critical",
    "actual",
    "alleged",
    "fictional",
    "current",
    "new",
    "then",
    "late",
    "first",
    "second",
    "third",
    "veteran",
    "star",
    "former",
    "ex",
    "usual",
    "original",
    "unofficial",
    "eventual",
    "potential",
    "typical",
    "radical",
    "total",
    "young",
    "old",
    "prominent",
    "outspoken",
    "longtime",
    "embattled",
    "leading",
    "top",
    "famous",
    "wealthy",
    "rich",
    "powerful",
    "renowned",
    "noted",
    "beloved",
    "little-known",
    "respected",
    "disgraced",
    "eminent",
    "satisfactory",
    "distinguished",
];

/// Whether an adjective tells what the person is like.
pub(super) fn is_descriptive(adjective: &str) -> bool {
    DESCRIPTIVE.contains(&adjective)
}

/// Whether an adjective or participle belongs to the name of an office: `foreign`, `retired`, `medical`; not `popular`.
pub(super) fn is_part_of_role(adjective: &str, flags: Flags) -> bool {
    let is_relational = ["al", "ic", "ary", "ory", "ative"].iter().any(|ending| adjective.ends_with(ending));
    let is_listed = matches!(
        adjective,
        "retired"
            | "acting"
            | "managing"
            | "founding"
            | "elected"
            | "outgoing"
            | "incoming"
            | "civil"
            | "vice"
            | "marine"
            | "civilian"
    );
    !is_descriptive(adjective) && (flags.has(Flags::TITLE_MODIFIER) || is_relational || is_listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_occupations_are_roles_and_kinship_is_none() {
        for (noun, expected) in [
            ("mayor", Some(Noun::Role)),
            ("prime minister", Some(Noun::Role)),
            ("potter", Some(Noun::Role)),
            ("boat-builder", Some(Noun::Role)),
            ("activist", Some(Noun::Role)),
            ("sister", Some(Noun::Person)),
            ("resident", Some(Noun::Person)),
            ("stepbrother", Some(Noun::Person)),
            ("letter", None),
            ("table", None),
            ("mr.", None),
        ] {
            assert_eq!(describing(noun), expected, "{noun}");
        }
    }

    #[test]
    fn adjectives_of_the_office_stay_and_those_of_the_person_go() {
        for (word, expected) in
            [("foreign", true), ("medical", true), ("retired", true), ("popular", false), ("tall", false), ("new", false)]
        {
            assert_eq!(is_part_of_role(word, Lexicon::get().flags(word)), expected, "{word}");
        }
    }
}
