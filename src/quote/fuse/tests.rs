//! Links made by hand, joined with the rules' quotes of the probe.

use super::*;
use crate::quote::learned::probe::Probe;

/// The link of a rule's cue, with other words for its content; each word as sure as the next.
fn link(probe: &Probe, rule: usize, contents: &[Span]) -> Link {
    let cue = probe.quotes[rule].cue.as_ref().expect("a cue").span;
    Link {
        cue: probe.run(cue),
        sources: Vec::new(),
        contents: contents.iter().map(|&span| probe.run(span)).collect(),
        cue_share: 0.9,
        content_share: 0.9,
        shares: vec![(0.0, 0.9); probe.tokens.len()],
        start: 0,
    }
}

/// The parts of the quotes with their rules.
fn joined(probe: &Probe, links: Vec<Link>) -> Vec<(&'static str, Vec<Span>)> {
    let scene = probe.scene();
    let found = join(&scene, &probe.sheet(&scene), links, probe.quotes.clone(), QuoteModel::get());
    found.into_iter().map(|quote| (quote.method, quote.parts)).collect()
}

#[test]
fn the_rules_quote_stays_where_its_link_gives_none() {
    let probe = Probe::new();
    let rules: Vec<_> = probe.quotes.iter().map(|quote| (quote.method, quote.parts.clone())).collect();
    assert_eq!(joined(&probe, Vec::new()), rules);
    // All of the link's content is who was told.
    let told = probe.quotes[0].addressee.expect("somebody is told");
    assert_eq!(joined(&probe, vec![link(&probe, 0, &[told])]), rules);
    // Another link has taken the words: they are not given twice.
    let clause = probe.quotes[0].parts[0];
    let found = joined(&probe, vec![link(&probe, 0, &[told]), link(&probe, 2, &[clause])]);
    assert_eq!(found.iter().filter(|(_, parts)| parts.iter().any(|part| part.overlaps(clause))).count(), 1);
    assert_eq!(found[0].0, rules[2].0);
}

#[test]
fn a_quotation_loses_the_parts_that_are_taken() {
    let probe = Probe::new();
    let (clause, quotation) = (&probe.quotes[0], &probe.quotes[1]);
    let mut taken = Taken::default();
    let first = Quote { parts: quotation.parts[..1].to_vec(), ..quotation.clone() };
    assert_eq!(taken.take(first.clone()), Some(first));
    assert_eq!(taken.take(quotation.clone()).map(|quote| quote.parts), Some(quotation.parts[1..].to_vec()));
    assert_eq!(taken.take(quotation.clone()), None);
    // A clause with a part that is taken is none; nor is a quote that has no parts.
    assert_eq!(taken.take(Quote { parts: vec![clause.parts[0], quotation.parts[0]], ..clause.clone() }), None);
    let empty = Quote { parts: Vec::new(), ..clause.clone() };
    assert!(empty.span().is_empty());
    assert_eq!(taken.take(empty), None);
}
