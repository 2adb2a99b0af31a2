//! What a single word can be, as bits: given name, title, last word of names of organisations, preposition of place.

/// What a single word can be: a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u32);

impl Flags {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Given name.
    pub const GIVEN: Self = Self(1);
    /// Family name.
    pub const SURNAME: Self = Self(1 << 1);
    /// Written in lower case more often than not.
    pub const COMMON: Self = Self(1 << 2);
    /// A place, group or organisation by itself: [`Lexicon::phrase`] knows it.
    pub const PHRASE: Self = Self(1 << 3);
    /// The first word of a longer entry of [`Lexicon::phrase`].
    pub const STARTS_PHRASE: Self = Self(1 << 4);
    /// A title before names: [`Lexicon::title`] knows it.
    pub const TITLE: Self = Self(1 << 5);
    /// The first word of a longer title.
    pub const STARTS_TITLE: Self = Self(1 << 6);
    /// A noun for persons: [`Lexicon::role`] knows it.
    pub const ROLE: Self = Self(1 << 7);
    /// The first word of a longer role.
    pub const STARTS_ROLE: Self = Self(1 << 8);
    /// Last word of names of organisations.
    pub const ORG_HEAD: Self = Self(1 << 9);
    /// Names of organisations go on after it with *of* or *for*.
    pub const ORG_OF: Self = Self(1 << 10);
    /// Last word of names of counties, cities, states.
    pub const GPE_HEAD: Self = Self(1 << 11);
    /// Last word of names of rivers, seas, mountains.
    pub const LOC_HEAD: Self = Self(1 << 12);
    /// First word of such names (*Mount*).
    pub const LOC_FIRST: Self = Self(1 << 13);
    /// First word of names of towns and regions (*San*, *North*).
    pub const GPE_FIRST: Self = Self(1 << 14);
    /// Last word of names of buildings, streets, parks.
    pub const FAC_HEAD: Self = Self(1 << 15);
    /// Last word of names of laws, events and works.
    pub const NONE_HEAD: Self = Self(1 << 16);
    /// Weekday or month.
    pub const DATE: Self = Self(1 << 17);
    /// A leader goes by it (*Trump*, *Xi*).
    pub const LEADER: Self = Self(1 << 18);
    /// Inside names of persons, lower case (*van*, *bin*).
    pub const PARTICLE: Self = Self(1 << 19);
    /// After names of persons (*Jr.*).
    pub const SUFFIX: Self = Self(1 << 20);
    /// Never begins a name: articles, pronouns, prepositions, conjunctions, common adverbs.
    pub const FUNCTION: Self = Self(1 << 21);
    /// Verb of saying, in a finite form.
    pub const SAYING: Self = Self(1 << 22);
    /// Stands before a title (*former*, *deputy*, *foreign*).
    pub const TITLE_MODIFIER: Self = Self(1 << 23);
    /// Preposition of place.
    pub const PLACE_PREPOSITION: Self = Self(1 << 24);
    /// An abbreviation that names no organisation (*CEO*, *TV*).
    pub const PLAIN_ACRONYM: Self = Self(1 << 25);
    /// Honorific: it tells nothing but that a person follows (*Mr.*).
    pub const HONORIFIC: Self = Self(1 << 26);

    /// A family name that stands first in Chinese, Korean and Vietnamese names.
    pub const FAMILY_FIRST: Self = Self(1 << 27);

    /// A number in letters.
    pub const NUMBER: Self = Self(1 << 28);

    /// Whether every flag of `other` is set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether some flag of `other` is set.
    pub fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All flags as a number, for models.
    pub fn bits(self) -> u64 {
        u64::from(self.0)
    }

    /// Adds the flags of `other`.
    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
