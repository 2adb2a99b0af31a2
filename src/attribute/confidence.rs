//! How often each rule is right, until a model says it of each quote.
//!
//! Source: data/lexicons/rule_confidence.tsv, the share of the rule's quotes on polnear.train whose content (IoU at least 0.5) and
//! source are right; `python -m eval.confidence` rebuilds it.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static SHARES: LazyLock<FxHashMap<&'static str, f32>> = LazyLock::new(|| {
    include_str!("../../data/lexicons/rule_confidence.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(rule, share)| Some((rule, share.split('\t').next()?.parse().ok()?)))
        .collect()
});

/// The share of right answers of a rule; 0 where no speaker was found.
pub fn of(rule: &str, has_speaker: bool) -> f32 {
    if has_speaker { SHARES.get(rule).or_else(|| SHARES.get("*")).copied().unwrap_or(0.5) } else { 0.0 }
}
