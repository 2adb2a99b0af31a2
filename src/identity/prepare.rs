//! The batch before anything is joined: forms of names, groups of forms, context, and what the user has said already.
//!
//! Forms that differ in a middle initial alone are one group, unless two initials contradict each other: then `Patrick Osei` may be
//! either Patrick J. Osei or Patrick M. Osei, and is a group of his own.

use super::attributes::Profile;
use super::clusters::Clusters;
use super::context::Context;
use super::form::{Form, Relation, can_be_middle};
use super::{ArticleRow, Given, PersonRow, order};
use hashbrown::HashMap;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;

/// A group of forms with other middle names is passed over beside one with this many times its rows.
const DOMINANCE: u32 = 10;

/// All that the steps work on. Rows beyond those of the user are the full names of the register.
pub(super) struct Batch<'a> {
    pub rows: &'a [PersonRow],
    pub articles: &'a [ArticleRow],
    pub given: &'a [Given],
    /// Sorted by key.
    pub forms: Vec<Form>,
    /// The form of every row.
    pub form_of: Vec<u32>,
    /// The full forms that the article has beside a row's name.
    pub further_forms: Vec<Vec<u32>>,
    /// For every form the first of its group.
    pub group_of: Vec<u32>,
    /// The place of every row in canonical order.
    pub ranks: Vec<u32>,
    /// Whether the register names the row.
    pub is_alias: Vec<bool>,
    pub context: Context,
    pub clusters: Clusters,
    pub comparisons: u64,
}

type Numbers<'a> = HashMap<&'a str, u32, FxBuildHasher>;

/// Every spelling's form, and the forms, sorted by key.
fn read_forms<'a>(texts: &mut Vec<&'a str>) -> (Numbers<'a>, Vec<Form>) {
    texts.sort_unstable();
    texts.dedup();
    let mut parsed: Vec<(Form, &str)> = texts.iter().map(|text| (Form::parse(text), *text)).collect();
    // Of the spellings of a form the one with fewest parts is read: a hyphen tells a double name from a middle one.
    parsed.sort_by(|a, b| a.0.key.cmp(&b.0.key).then(a.0.name.parts.len().cmp(&b.0.name.parts.len())));
    let (mut numbers, mut forms) = (Numbers::default(), Vec::<Form>::new());
    for (form, text) in parsed {
        match forms.last_mut() {
            Some(last) if last.key == form.key => {
                last.fame = last.fame.max(form.fame);
            }
            _ => forms.push(form),
        }
        numbers.insert(text, forms.len() as u32 - 1);
    }
    (numbers, forms)
}

/// For every form the first form of its group; `counts` are the rows of each form.
fn group(forms: &[Form], counts: &[u32]) -> Vec<u32> {
    let mut groups: Vec<u32> = (0..forms.len() as u32).collect();
    let mut of_core: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.is_full) {
        of_core.entry(&form.core).or_default().push(at);
    }
    for same in of_core.into_values().filter(|same| same.len() > 1) {
        let rows_of = |class: &[usize]| class.iter().map(|&at| counts[at]).sum::<u32>();
        let mut classes = middle_classes(forms, &same);
        let without: Vec<usize> = same.iter().copied().filter(|&at| forms[at].middle.is_none()).collect();
        classes.sort_by_key(|class| (std::cmp::Reverse(rows_of(class)), class[0]));
        let others: u32 = classes.iter().skip(1).map(|class| rows_of(class)).sum();
        let is_plain = without.iter().all(|&at| !forms[at].is_common());
        // A middle name spelled in full may tell a namesake: with that, context decides.
        let has_initial = |class: &Vec<usize>| class.iter().any(|&at| forms[at].relation(&forms[without[0]]) == Relation::Same);
        let is_plain = is_plain && !without.is_empty() && classes.first().is_some_and(has_initial);
        if is_plain && classes.first().is_some_and(|first| rows_of(first) >= DOMINANCE * others) {
            classes[0].extend(&without);
        } else {
            classes.push(without);
        }
        for class in classes.into_iter().filter(|class| !class.is_empty()) {
            let first = class.iter().copied().min().unwrap_or_default();
            for &at in &class {
                groups[at] = first as u32;
            }
        }
    }
    groups
}

/// The forms with middle names by what these can be: `J.` goes with `James` where there is no `John`.
fn middle_classes(forms: &[Form], same: &[usize]) -> Vec<Vec<usize>> {
    let mut by_letter: BTreeMap<char, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for &at in same {
        if let Some((letter, middle)) = forms[at].middle.as_deref().and_then(|middle| Some((middle.chars().next()?, middle))) {
            by_letter.entry(letter).or_default().entry(middle).or_default().push(at);
        }
    }
    let mut classes = Vec::new();
    for middles in by_letter.into_values() {
        let spelled = middles.keys().filter(|middle| middle.chars().nth(1).is_some()).count();
        if spelled <= 1 {
            classes.push(middles.into_values().flatten().collect());
        } else {
            classes.extend(middles.into_values());
        }
    }
    debug_assert!(classes.iter().all(|class: &Vec<usize>| {
        let middle = |at: usize| forms[at].middle.as_deref().unwrap_or_default();
        class.iter().all(|&at| can_be_middle(middle(at), middle(class[0])))
    }));
    classes
}

impl<'a> Batch<'a> {
    pub fn new(rows: &'a [PersonRow], articles: &'a [ArticleRow], given: &'a [Given]) -> Self {
        let is_full = |text: &&str| text.trim().contains(char::is_whitespace) || text.chars().any(|c| c >= '\u{3400}');
        let registered = given.iter().enumerate().flat_map(|(at, given)| match given {
            Given::Register(names) => names.iter().map(|name| (at as u32, name.as_str())).collect(),
            Given::Earlier(_) => Vec::new(),
        });
        let registered: Vec<(u32, &str)> = registered.collect();
        let mut texts: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        texts.extend(rows.iter().flat_map(|row| &row.aliases).map(String::as_str).filter(is_full));
        texts.extend(registered.iter().map(|(_, name)| *name));
        let (numbers, forms) = read_forms(&mut texts);

        let mut form_of: Vec<u32> = rows.iter().map(|row| numbers[row.name.as_str()]).collect();
        let further = |row: &PersonRow| {
            let own = numbers[row.name.as_str()];
            let mut further: Vec<u32> = row.aliases.iter().map(String::as_str).filter(is_full).map(|text| numbers[text]).collect();
            further.retain(|&form| form != own && forms[form as usize].is_full);
            further.sort_unstable();
            further.dedup();
            further
        };
        let further_forms: Vec<Vec<u32>> = rows.iter().map(further).collect();
        let of_register = find_registered(rows, &form_of, &further_forms, &forms, &registered, &numbers);

        let dates: Vec<Option<Date>> =
            articles.iter().map(|article| article.date.as_deref().and_then(crate::pipeline::parse_date)).collect();
        let mut ranks = order::ranks(rows, articles);
        let mut profiles: Vec<Profile> = rows
            .iter()
            .zip(&ranks)
            .zip(&of_register)
            .map(|((row, &rank), &given)| {
                let mut profile = Profile::of(row, rank, dates[row.article as usize]);
                profile.given = profile.given.or(given);
                profile
            })
            .collect();
        for &(at, name) in registered.iter().filter(|(_, name)| forms[numbers[name] as usize].is_full) {
            let rank = profiles.len() as u32;
            form_of.push(numbers[name]);
            ranks.push(rank);
            profiles.push(Profile::of_register(at, rank));
        }
        let mut counts = vec![0; forms.len()];
        for &form in &form_of {
            counts[form as usize] += 1;
        }
        let group_of = group(&forms, &counts);
        let context = Context::new(rows, articles, &dates, &forms, &form_of, &group_of);

        let mut first_of = vec![None; given.len()];
        let givens: Vec<Option<u32>> = profiles.iter().map(|profile| profile.given).collect();
        let mut clusters = Clusters::new(profiles);
        for (row, given) in givens.iter().enumerate() {
            if let Some(given) = given {
                let first = *first_of[*given as usize].get_or_insert(row as u32);
                clusters.join(first, row as u32);
            }
        }
        let is_alias = rows.iter().zip(&of_register).map(|(row, given)| row.known.is_none() && given.is_some()).collect();
        Self { rows, articles, given, forms, form_of, further_forms, group_of, ranks, is_alias, context, clusters, comparisons: 0 }
    }

    pub fn form(&self, row: u32) -> &Form {
        &self.forms[self.form_of[row as usize] as usize]
    }

    pub fn group(&self, row: u32) -> u32 {
        self.group_of[self.form_of[row as usize] as usize]
    }

    /// The forms of a cluster that are full names, each once, sorted; at most `most`.
    pub fn full_forms(&self, root: u32, most: usize) -> Vec<u32> {
        let members = self.clusters.members(root);
        let mut forms: Vec<u32> = members.iter().map(|&row| self.form_of[row as usize]).collect();
        forms.sort_unstable();
        forms.dedup();
        forms.retain(|&form| self.forms[form as usize].is_full);
        forms.truncate(most);
        forms
    }
}

/// For every row the one entry of the register that has its name, or another full name that the article has for it.
///
/// A family name alone counts only where no other row of the article goes by a name of the entry.
fn find_registered(
    rows: &[PersonRow],
    form_of: &[u32],
    further_forms: &[Vec<u32>],
    forms: &[Form],
    registered: &[(u32, &str)],
    numbers: &Numbers<'_>,
) -> Vec<Option<u32>> {
    let mut entries: HashMap<u32, Vec<u32>, FxBuildHasher> = HashMap::default();
    for (entry, name) in registered {
        let of_form = entries.entry(numbers[name]).or_default();
        if !of_form.contains(entry) {
            of_form.push(*entry);
        }
    }
    let only = |form: &u32| entries.get(form).filter(|entries| entries.len() == 1).map(|entries| entries[0]);
    let mut found: Vec<Option<u32>> = vec![None; rows.len()];
    let mut in_article: HashMap<(u32, u32), u32, FxBuildHasher> = HashMap::default();
    for (at, row) in rows.iter().enumerate() {
        if !forms[form_of[at] as usize].is_full {
            continue;
        }
        let mut named: Vec<u32> = further_forms[at].iter().filter_map(only).collect();
        named.dedup();
        found[at] = only(&form_of[at]).or_else(|| if named.len() == 1 { Some(named[0]) } else { None });
        if let Some(entry) = found[at] {
            *in_article.entry((row.article, entry)).or_default() += 1;
        }
    }
    for (at, row) in rows.iter().enumerate() {
        if !forms[form_of[at] as usize].is_full
            && let Some(entry) = only(&form_of[at])
            && !in_article.contains_key(&(row.article, entry))
        {
            found[at] = Some(entry);
        }
    }
    found
}
