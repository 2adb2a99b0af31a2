//! What a token can mean to the grammar: a class and a number, looked up once.

/// The classes of words that the rules speak of. At most 64: sets of them are bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Nothing to the grammar.
    None,
    /// `March`, `Sept.`: 1 to 12; more than 12 where the word is a name or a verb as well (see [`Word::month`]).
    Month,
    /// `Monday`, `Tues.`: 1 to 7, Monday first; 8 more for abbreviations.
    Weekday,
    /// `Mondays`: 1 to 7; `weekdays` 8, `weekday` 9.
    Weekdays,
    /// `day`, `week`: see [`Unit`](super::unit::Unit).
    Unit,
    /// `days`.
    Units,
    /// Plain digits: their value; the number of digits apart.
    Digits,
    /// `two`, `thirty`.
    Number,
    /// `hundred`, `dozen`.
    Scale,
    /// `2.5`, in hundredths.
    Decimal,
    /// `1/2`, in quarters.
    Fraction,
    /// `a`, `an`.
    A,
    /// `the`.
    The,
    /// `this`.
    This,
    /// `that`, `those`.
    That,
    /// `these`.
    These,
    /// `last`.
    Last,
    /// `past`.
    Past,
    /// `previous`, `preceding`, `prior`.
    Previous,
    /// `next`.
    Next,
    /// `coming`, `upcoming`.
    Coming,
    /// `following`.
    Following,
    /// `same`.
    Same,
    /// `current`.
    Current,
    /// `third`, `21st`.
    Ordinal,
    /// `spring`: 1 spring, 2 summer, 3 autumn, 4 winter.
    Season,
    /// `morning`: see [`Part`](super::value::Part).
    Part,
    /// `nights`.
    Parts,
    /// `noon` 12, `midnight` 24.
    Noon,
    /// `early`, `late`, `mid`.
    Early,
    /// `earlier` 0, `later` 1.
    Earlier,
    /// `ago`.
    Ago,
    /// `before`.
    Before,
    /// `after`, `afterwards` (1).
    After,
    /// `of`.
    Of,
    /// `in`.
    In,
    /// Prepositions that stand before times: `on`, `since`, `until`.
    On,
    /// `and`, `or`.
    And,
    /// `to`, `through`, `until` between two ends.
    To,
    /// `,`.
    Comma,
    /// `-`, `–`, `/`.
    Dash,
    /// `every`, `each`.
    Every,
    /// `once`, `twice`: how many times.
    Times,
    /// `per`.
    Per,
    /// `about`, `nearly`: words before amounts.
    About,
    /// `few`, `several`.
    Few,
    /// `recent`.
    Recent,
    /// `half`.
    Half,
    /// `fiscal`, `financial`.
    Fiscal,
    /// `1990s`, `'90s`, `nineties`: the decade's first year; below 100 without its century.
    Decade,
    /// `3:07`: minutes since midnight, 9999 if there is no such time.
    Clock,
    /// `a.m.` 0, `p.m.` 12.
    Meridiem,
    /// `o'clock`.
    OClock,
    /// `GMT`, `EDT`.
    Zone,
    /// `2018-04-17`, `4/17/2018`, `17.04.2018`.
    Numeric,
    /// `yesterday`: 0; `today` 1; `tomorrow` 2; `tonight` 3; `overnight` 4.
    DayName,
    /// `now`, `currently`.
    Now,
    /// `daily`: the unit.
    Frequency,
    /// The first word of a holiday.
    Holiday,
    /// `AD` 0, `BC` 1.
    Era,
    /// `end`, `beginning`.
    End,
    /// `'87`.
    ShortYear,
    /// `Q3` 3, `H1` 11, `FY2019` 2019, `FY` 0.
    Short,
    /// Words that only the rules for vague times look at: `ago` and its like have their own. The last class.
    Vague,
}

const _: () = assert!((Class::Vague as u8) < 64, "sets of classes are 64 bits");

/// What the grammar knows of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its class.
    pub class: Class,
    /// How many digits it has, for [`Class::Digits`].
    pub digits: u8,
    /// What it says, by class.
    pub value: u32,
}

impl Word {
    /// Nothing to the grammar.
    pub const NONE: Self = Self { class: Class::None, digits: 0, value: 0 };

    /// A word of a class.
    pub const fn new(class: Class, value: u32) -> Self {
        Self { class, digits: 0, value }
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        ((self.value - 1) % 12 + 1) as u8
    }

    /// Whether the month is a name or a verb as well: May, March, April, June, August, Jan.
    pub fn is_doubtful_month(self) -> bool {
        self.value > 12
    }

    /// The day of the week, 1 to 7.
    pub fn weekday(self) -> i8 {
        ((self.value - 1) % 8 + 1) as i8
    }

    /// Whether it is an abbreviated day of the week.
    pub fn is_short_weekday(self) -> bool {
        self.value > 8
    }
}

/// A set of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classes(pub u64);

impl Classes {
    /// The set of some classes.
    pub const fn of(classes: &[Class]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < classes.len() {
            bits |= 1 << classes[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Whether it holds `class`.
    pub const fn has(self, class: Class) -> bool {
        self.0 >> class as u8 & 1 == 1
    }
}
