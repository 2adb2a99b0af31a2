//! Offices, so far as *the president* and *President X* must agree.

use crate::entity::lexicon::{Country, Role, RoleClass, WordGender};

/// An office or role, by its usual noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Office {
    /// `president`, `senator`, `special counsel`.
    pub noun: Box<str>,
    /// What kind of noun.
    pub class: RoleClass,
    /// The gender that the noun tells.
    pub gender: Option<char>,
}

/// An office that a person is said to hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub office: Office,
    pub country: Option<Country>,
    /// Held no more.
    pub is_former: bool,
}

/// Titles and the noun that they stand for.
const NOUNS: [(&str, &str); 60] = [
    ("sen.", "senator"),
    ("sen", "senator"),
    ("state sen.", "senator"),
    ("state senator", "senator"),
    ("rep.", "representative"),
    ("rep", "representative"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("state rep.", "representative"),
    ("gov.", "governor"),
    ("gov", "governor"),
    ("lt. gov.", "lieutenant governor"),
    ("gen.", "general"),
    ("gen", "general"),
    ("lt. gen.", "general"),
    ("maj. gen.", "general"),
    ("brig. gen.", "general"),
    ("lieutenant general", "general"),
    ("major general", "general"),
    ("brigadier general", "general"),
    ("col.", "colonel"),
    ("lt. col.", "colonel"),
    ("capt.", "captain"),
    ("capt", "captain"),
    ("lt.", "lieutenant"),
    ("lt", "lieutenant"),
    ("sgt.", "sergeant"),
    ("sgt", "sergeant"),
    ("adm.", "admiral"),
    ("vice adm.", "admiral"),
    ("rear adm.", "admiral"),
    ("cmdr.", "commander"),
    ("det.", "detective"),
    ("supt.", "superintendent"),
    ("prof.", "professor"),
    ("prof", "professor"),
    ("dr.", "doctor"),
    ("dr", "doctor"),
    ("vice-president", "vice president"),
    ("pope", "pontiff"),
    ("chairman", "chair"),
    ("chairwoman", "chair"),
    ("chairperson", "chair"),
    ("chief executive officer", "chief executive"),
    ("ceo", "chief executive"),
    ("secretary general", "secretary-general"),
    ("adviser", "aide"),
    ("advisor", "aide"),
    ("spokesman", "spokesperson"),
    ("spokeswoman", "spokesperson"),
    ("justice", "justice"),
    ("associate justice", "justice"),
    ("chief justice", "justice"),
    ("treasury secretary", "secretary"),
    ("secretary of state", "secretary"),
    ("secretary of defense", "secretary"),
    ("defense secretary", "secretary"),
    ("foreign secretary", "secretary"),
    ("home secretary", "secretary"),
    ("police chief", "chief"),
];

impl Office {
    /// The office of a title in lower case.
    pub fn of(title: &str) -> Self {
        let noun = NOUNS.iter().find(|(from, _)| *from == title).map_or(title, |(_, noun)| noun);
        Self { noun: noun.into(), class: if is_head(noun) { RoleClass::Leader } else { RoleClass::Office }, gender: None }
    }

    /// The office of a role noun.
    pub fn of_role(noun: &str, role: Role) -> Self {
        let gender = role.gender.map(|gender| if gender == WordGender::Feminine { 'F' } else { 'M' });
        let same = NOUNS.iter().find(|(from, _)| *from == noun).map_or(noun, |(_, noun)| noun);
        Self { noun: same.into(), class: role.class, gender }
    }

    /// Whether somebody with this office can be called `said` (`the leader`, `the lawmaker`).
    pub fn can_be_called(&self, said: &Self) -> bool {
        let (held, said) = (&*self.noun, &*said.noun);
        held == said
            || match said {
                "leader" => is_head(held) || held.ends_with(" leader"),
                "premier" => held == "prime minister",
                "prime minister" => held == "premier" || held == "taoiseach",
                "monarch" => matches!(held, "king" | "queen" | "emperor"),
                "ruler" | "dictator" | "strongman" | "autocrat" => is_head(held) && held != "prime minister",
                "lawmaker" | "legislator" => matches!(held, "senator" | "representative" | "mp" | "lawmaker"),
                "parliamentarian" => held == "mp",
                "commander in chief" | "commander-in-chief" => held == "president",
                "head" => matches!(held, "chair" | "director" | "chief executive"),
                "diplomat" => matches!(held, "ambassador" | "envoy" | "secretary" | "foreign minister"),
                "attorney" | "lawyer" => matches!(held, "attorney" | "lawyer"),
                "minister" => held.ends_with(" minister") && held != "prime minister",
                "judge" => matches!(held, "judge" | "magistrate"),
                "physician" => held == "doctor",
                "academic" | "scholar" => held == "professor",
                _ => {
                    said.len() > 4
                        && (held.ends_with(said)
                            && held[..held.len() - said.len()].ends_with(' ')
                            && !matches!(said, "president" | "governor" | "general"))
                }
            }
    }
}

/// Offices of heads of state and government.
fn is_head(noun: &str) -> bool {
    matches!(
        noun,
        "president"
            | "prime minister"
            | "premier"
            | "chancellor"
            | "king"
            | "queen"
            | "emperor"
            | "supreme leader"
            | "taoiseach"
            | "leader"
            | "sultan"
            | "emir"
            | "dictator"
            | "crown prince"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_titles_with_role_nouns() {
        for (title, said, expected) in [
            ("president", "president", true),
            ("prime minister", "leader", true),
            ("sen.", "senator", true),
            ("sen.", "lawmaker", true),
            ("rep.", "senator", false),
            ("vice president", "president", false),
            ("secretary of state", "secretary", true),
            ("mayor", "governor", false),
            ("foreign minister", "minister", true),
            ("prime minister", "minister", false),
        ] {
            assert_eq!(Office::of(title).can_be_called(&Office::of(said)), expected, "{title} / {said}");
        }
    }
}
