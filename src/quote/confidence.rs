//! How likely the content of a quote is right.
//!
//! Input: a quote. Output: a probability that half of its words and of the right content's words are the same (IoU at least 0.5).
//! Method: the models' own share, or the share of right quotes that the rule had, is corrected by a logistic function for each kind of
//! [`Evidence`] (Platt 1999): two numbers a kind, learned from articles that the models have not seen.
//! Source: data/lexicons/quote_confidence.tsv and rule_confidence.tsv; `python -m eval.confidence` rebuilds both and shows how far the
//! result is to be trusted. Cost: one look-up.

use super::{Quote, QuoteKind};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Who found a quote, and of which kind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Rule and models: a whole quotation in marks, or one that the layout tells.
    BothDirect,
    /// Rule and models: a clause.
    BothClause,
    /// Rule and models: words in marks in the journalist's sentence.
    BothFragment,
    /// The models alone, and it is speech.
    ModelSpeech,
    /// The models alone, and it is an attitude, a plan, a refusal.
    ModelAttitude,
    /// A rule alone.
    Rule,
    /// Words in marks without an attribution.
    Carried,
}

/// What the tables hold of one kind of evidence.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    intercept: f32,
    slope: f32,
    source: f32,
}

static FITS: LazyLock<[Fit; Evidence::ALL.len()]> = LazyLock::new(|| {
    let mut fits = [Fit::default(); Evidence::ALL.len()];
    for line in rows_of(include_str!("../../data/lexicons/quote_confidence.tsv")) {
        let mut fields = line.split('\t');
        let name = fields.next();
        let Some(evidence) = Evidence::ALL.into_iter().find(|evidence| Some(evidence.name()) == name) else { continue };
        let mut number = || fields.next().and_then(|field| field.parse().ok()).unwrap_or_default();
        fits[evidence as usize] = Fit { intercept: number(), slope: number(), source: number() };
    }
    fits
});

static RULES: LazyLock<FxHashMap<&'static str, f32>> = LazyLock::new(|| {
    rows_of(include_str!("../../data/lexicons/rule_confidence.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(rule, rest)| Some((rule, rest.split('\t').next()?.parse().ok()?)))
        .collect()
});

fn rows_of(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

impl Evidence {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 7] =
        [Self::BothDirect, Self::BothClause, Self::BothFragment, Self::ModelSpeech, Self::ModelAttitude, Self::Rule, Self::Carried];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::BothDirect => "both-direct",
            Self::BothClause => "both-clause",
            Self::BothFragment => "both-fragment",
            Self::ModelSpeech => "model-speech",
            Self::ModelAttitude => "model-attitude",
            Self::Rule => "rule",
            Self::Carried => "carried",
        }
    }

    /// How often the source is right where the content is: for [`Self::Carried`], the speaker in proportion to the ranker's belief.
    pub fn source_share(self) -> f32 {
        FITS[self as usize].source
    }

    /// The probability behind a share.
    fn probability(self, share: f32) -> f32 {
        let Fit { intercept, slope, .. } = FITS[self as usize];
        let share = share.clamp(0.01, 0.99);
        let odds = libm::expf(intercept + slope * libm::logf(share / (1.0 - share)));
        odds / (1.0 + odds)
    }
}

impl Quote {
    /// What kind of evidence there is for it.
    pub fn evidence(&self) -> Evidence {
        match (self.share, self.kind) {
            (None, _) if self.method == "carried" => Evidence::Carried,
            (None, _) => Evidence::Rule,
            _ if self.method == "model-linked" && self.status.is_speech() => Evidence::ModelSpeech,
            _ if self.method == "model-linked" => Evidence::ModelAttitude,
            (_, QuoteKind::Direct) => Evidence::BothDirect,
            _ if is_layout(self.method) => Evidence::BothDirect,
            (_, QuoteKind::Fragment) => Evidence::BothFragment,
            _ => Evidence::BothClause,
        }
    }

    /// How likely the content is right, 0 to 1.
    pub fn confidence(&self) -> f32 {
        let share = self.share.unwrap_or_else(|| rule_share(self.method));
        self.evidence().probability(share)
    }
}

/// Layout and headlines speak for themselves: the models have seen few of them.
pub(super) fn is_layout(method: &str) -> bool {
    matches!(method, "headline-colon" | "transcript" | "colon" | "cue-above")
}

/// The share of the contents of a rule that were right where the models had nothing.
fn rule_share(rule: &str) -> f32 {
    RULES.get(rule).or_else(|| RULES.get("*")).copied().unwrap_or(0.5)
}

#[cfg(test)]
mod tests {
    use super::super::Status;
    use super::*;
    use crate::text::Span;

    fn quote(kind: QuoteKind, method: &'static str, share: Option<f32>) -> Quote {
        Quote { kind, method, share, ..super::super::quiet::unattributed(Span::new(0, 9)) }
    }

    #[test]
    fn the_table_has_every_kind_of_evidence() {
        for evidence in Evidence::ALL {
            let fit = FITS[evidence as usize];
            assert!(fit.slope >= 0.0 && fit.source > 0.0 && fit.source <= 1.0, "{}: {fit:?}", evidence.name());
        }
        assert!(RULES.contains_key("*"));
    }

    #[test]
    fn surer_models_make_surer_quotes() {
        for evidence in Evidence::ALL {
            let found: Vec<f32> = [0.0, 0.3, 0.9, 1.0].map(|share| evidence.probability(share)).to_vec();
            assert!(found.is_sorted() && found[0] > 0.0 && found[3] < 1.0, "{}: {found:?}", evidence.name());
        }
        assert!(rule_share("no such rule") > 0.0);
    }

    #[test]
    fn evidence_is_who_found_what() {
        for (kind, method, share, expected) in [
            (QuoteKind::Direct, "said-after", Some(0.5), "both-direct"),
            (QuoteKind::Mixed, "that-clause", Some(0.5), "both-clause"),
            (QuoteKind::Indirect, "headline-colon", Some(0.1), "both-direct"),
            (QuoteKind::Fragment, "called", Some(0.5), "both-fragment"),
            (QuoteKind::Direct, "model-linked", Some(0.5), "model-speech"),
            (QuoteKind::Direct, "said-after", None, "rule"),
            (QuoteKind::Direct, "carried", None, "carried"),
        ] {
            assert_eq!(quote(kind, method, share).evidence().name(), expected, "{method}");
        }
        let thought = Quote { status: Status::Thought, ..quote(QuoteKind::Indirect, "model-linked", Some(0.5)) };
        assert_eq!(thought.evidence(), Evidence::ModelAttitude);
    }

    #[test]
    fn a_headline_and_a_plain_quotation_are_likely_right_even_if_the_models_doubt_them() {
        assert!(quote(QuoteKind::Indirect, "headline-colon", Some(0.11)).confidence() > 0.75);
        assert!(quote(QuoteKind::Direct, "said-after", Some(0.99)).confidence() > 0.9);
    }
}
