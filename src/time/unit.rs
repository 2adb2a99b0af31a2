//! Units of time, and amounts of them.

use std::fmt::Write;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// In the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Weekend,
        Self::Week,
        Self::Fortnight,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Decade,
        Self::Century,
        Self::Millennium,
    ];

    /// The unit of a number, as the lexicon has it.
    pub fn of(number: u32) -> Self {
        Self::ALL[number as usize % Self::ALL.len()]
    }

    /// How many days it has, where that is always the same.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::Day => Some(1),
            Self::Week => Some(7),
            Self::Fortnight => Some(14),
            _ => None,
        }
    }

    /// How many months it has, if it is made of them.
    pub fn months(self) -> Option<i64> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Year => Some(12),
            Self::Decade => Some(120),
            Self::Century => Some(1200),
            Self::Millennium => Some(12_000),
            _ => None,
        }
    }

    /// Whether it is shorter than a day.
    pub fn is_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// In hundredths.
    Hundredths(u32),
    /// Some: `several`, `a few`, or nothing but the plural.
    Vague,
}

impl Amount {
    /// A whole number.
    pub fn whole(count: u32) -> Self {
        Self::Hundredths(count.saturating_mul(100))
    }

    /// The number, if it is whole.
    pub fn as_whole(self) -> Option<u32> {
        match self {
            Self::Hundredths(hundredths) if hundredths % 100 == 0 => Some(hundredths / 100),
            _ => None,
        }
    }
}

/// Hundredths as a number.
fn plain(hundredths: u32) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

/// The TIMEX3 value of a duration: `P3D`, `PT10H`, `P2Y6M`, `PXD`, `P50Y`. `more` is a second, smaller amount (`two years and four
/// months`).
pub fn duration(amount: Amount, unit: Unit, more: Option<(u32, Unit)>) -> String {
    let mut value = one(amount, unit);
    if let Some((count, unit)) = more {
        let next = one(Amount::whole(count), unit);
        let rest = next.strip_prefix("PT").or_else(|| next.strip_prefix('P')).unwrap_or_default();
        if unit.is_clock() && !value.contains('T') {
            value.push('T');
        }
        value.push_str(rest);
    }
    value
}

fn one(amount: Amount, unit: Unit) -> String {
    let vague = match unit {
        Unit::Second => "PTXS",
        Unit::Minute => "PTXM",
        Unit::Hour => "PTXH",
        Unit::Day => "PXD",
        Unit::Weekend => "PXWE",
        Unit::Week | Unit::Fortnight => "PXW",
        Unit::Month => "PXM",
        Unit::Quarter => "PXQ",
        Unit::Year => "PXY",
        Unit::Decade => "PXE",
        Unit::Century => "PXC",
        Unit::Millennium => "PXL",
    };
    let Amount::Hundredths(hundredths) = amount else { return vague.to_owned() };
    // Units that are so many of another one, and halves that are so many of a smaller one.
    let (factor, letters, smaller) = match unit {
        Unit::Second => (1, "TS", None),
        Unit::Minute => (1, "TM", Some((60, 'S'))),
        Unit::Hour => (1, "TH", Some((60, 'M'))),
        Unit::Day => (1, "D", None),
        Unit::Weekend => (1, "WE", None),
        Unit::Week => (1, "W", None),
        Unit::Fortnight => (2, "W", None),
        Unit::Month => (1, "M", None),
        Unit::Quarter => (1, "Q", None),
        Unit::Year => (1, "Y", Some((12, 'M'))),
        Unit::Decade => (10, "Y", None),
        Unit::Century => (100, "Y", None),
        Unit::Millennium => (1000, "Y", None),
    };
    let hundredths = hundredths.saturating_mul(factor);
    let (clock, letter) = letters.strip_prefix('T').map_or(("", letters), |rest| ("T", rest));
    let mut code = format!("P{clock}");
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match smaller {
        Some((size, small)) if rest > 0 && rest * size % 100 == 0 => {
            if whole > 0 {
                _ = write!(code, "{whole}{letter}");
            }
            _ = write!(code, "{}{small}", rest * size / 100);
        }
        _ => _ = write!(code, "{}{letter}", plain(hundredths)),
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_durations() {
        for (hundredths, unit, value) in [
            (300, Unit::Day, "P3D"),
            (1000, Unit::Hour, "PT10H"),
            (250, Unit::Hour, "PT2H30M"),
            (50, Unit::Hour, "PT30M"),
            (50, Unit::Century, "P50Y"),
            (250, Unit::Year, "P2Y6M"),
            (150, Unit::Decade, "P15Y"),
            (100, Unit::Fortnight, "P2W"),
            (150, Unit::Week, "P1.5W"),
            (233, Unit::Year, "P2.33Y"),
            (u32::MAX, Unit::Millennium, "P42949672.95Y"),
        ] {
            assert_eq!(duration(Amount::Hundredths(hundredths), unit, None), value);
        }
        assert_eq!(duration(Amount::Vague, Unit::Decade, None), "PXE");
        assert_eq!(duration(Amount::whole(2), Unit::Year, Some((4, Unit::Month))), "P2Y4M");
        assert_eq!(duration(Amount::whole(1), Unit::Day, Some((4, Unit::Hour))), "P1DT4H");
    }
}
