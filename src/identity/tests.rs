//! Links of small batches, whatever the order; bounds of the work.

use super::{ArticleRow, Given, Links, Method, PersonRow, link};
use std::collections::BTreeSet;

/// Rows `(article, name)`.
fn rows(names: &[(u32, &str)]) -> Vec<PersonRow> {
    names.iter().map(|&(article, name)| PersonRow { article, name: name.to_owned(), ..PersonRow::default() }).collect()
}

fn articles(number: usize) -> Vec<ArticleRow> {
    (0..number).map(|at| ArticleRow { label: format!("a{at}"), ..ArticleRow::default() }).collect()
}

fn names(links: &Links) -> Vec<(&str, &str)> {
    let identities = links.identity_of.iter().map(|&at| links.identities[at as usize].name.as_str());
    identities.zip(links.methods.iter().map(|method| method.name())).collect()
}

#[test]
fn says_how_each_row_came_to_its_identity() {
    let rows = rows(&[(0, "Shiro Anbe"), (0, "Dorian Trask"), (1, "Anbe"), (1, "Dorian Trask"), (1, "Greta Lindqvist")]);
    let links = link(&rows, &articles(2), &[]);
    let expected = [
        ("Shiro Anbe", "full-name"),
        ("Dorian Trask", "full-name"),
        ("Shiro Anbe", "context"),
        ("Dorian Trask", "full-name"),
        ("Greta Lindqvist", "alone"),
    ];
    assert_eq!(names(&links), expected);
}

#[test]
fn identities_that_were_there_keep_their_number_and_never_merge() {
    let given = [Given::Earlier("Rui Carvalho".to_owned()), Given::Earlier("Rui Carvalho".to_owned())];
    let mut rows = rows(&[(0, "Rui Carvalho"), (1, "Rui Carvalho"), (2, "Rui Carvalho"), (2, "Tomasz Wilk"), (1, "Tomasz Wilk")]);
    rows[0].known = Some(0);
    rows[1].known = Some(1);
    let links = link(&rows, &articles(3), &given);
    let given: Vec<Option<u32>> = links.identity_of.iter().map(|&at| links.identities[at as usize].given).collect();
    assert_eq!(given[..3], [Some(0), Some(1), Some(1)]);
}

#[test]
fn keys_are_different_and_made_of_content() {
    let all = rows(&[(0, "John Smith"), (1, "John Smith"), (2, "Osei"), (3, "Osei"), (0, "Ines Carvalho")]);
    let forward = link(&all, &articles(4), &[]);
    let keys: BTreeSet<&str> = forward.identities.iter().map(|identity| identity.key.as_str()).collect();
    assert_eq!(keys.len(), forward.identities.len());
    let reversed: Vec<PersonRow> = all.iter().rev().cloned().collect();
    let backward = link(&reversed, &articles(4), &[]);
    let again: BTreeSet<&str> = backward.identities.iter().map(|identity| identity.key.as_str()).collect();
    assert_eq!(keys, again);
}

#[test]
fn a_registered_name_is_an_alias() {
    let given = [Given::Register(vec!["Ines Maria Carvalho".to_owned(), "Ines Carvalho".to_owned()])];
    let links = link(&rows(&[(0, "Ines Carvalho"), (1, "Ines M. Carvalho")]), &articles(2), &given);
    assert_eq!(names(&links), [("Ines Maria Carvalho", "alias"), ("Ines Maria Carvalho", "full-name")]);
    assert_eq!(links.methods[0], Method::Alias);
}

#[test]
fn no_rows_and_odd_names_are_fine() {
    assert!(link(&[], &[], &[]).identities.is_empty());
    let odd = rows(&[(0, ""), (0, " "), (1, "\""), (1, "-"), (2, "."), (2, "Jr."), (3, "von"), (3, "😀 😀"), (3, "a.b.c.d.")]);
    assert_eq!(link(&odd, &articles(4), &[]).identity_of.len(), odd.len());
}

/// The name of a row by its article and its place there.
type Naming = Box<dyn Fn(u32, u32) -> String>;

/// Comparisons for a batch of `number` articles of eight rows each, built to be hard.
fn comparisons(number: u32, name: impl Fn(u32, u32) -> String) -> u64 {
    let rows: Vec<PersonRow> = (0..number)
        .flat_map(|article| (0..8).map(move |at| (article, at)))
        .map(|(article, at)| PersonRow { article, name: name(article, at), ..PersonRow::default() })
        .collect();
    link(&rows, &articles(number as usize), &[]).comparisons
}

#[test]
fn the_work_grows_with_the_rows() {
    let given = ["John", "Mary", "Bill", "William", "J.", "Robert", "Bob", "R."];
    let hard: [(&str, Naming); 4] = [
        ("one common name and the same persons in all", Box::new(move |_, at| format!("{} Smith", given[at as usize]))),
        ("a family of thousands", Box::new(|article, at| format!("Xa{} Carvalho", article * 8 + at))),
        (
            "bare names",
            Box::new(|article, at| if at == 0 { "Carvalho".to_owned() } else { format!("Ya{} Carvalho", article % 50 + at) }),
        ),
        ("middle names", Box::new(|article, at| format!("Ines M{}x Carvalho", article * 8 + at))),
    ];
    for (what, name) in hard {
        let (few, many) = (comparisons(200, &name), comparisons(800, &name));
        assert!(many <= 6 * few.max(1_000), "{what}: {few} comparisons for 200 articles, {many} for 800");
    }
}

#[test]
fn the_work_grows_with_the_rows_of_one_article() {
    let comparisons = |number: u32| {
        let rows: Vec<PersonRow> =
            (0..number).map(|at| PersonRow { name: format!("Xa{at} Y{at}a"), ..PersonRow::default() }).collect();
        link(&rows, &articles(1), &[]).comparisons
    };
    let (few, many) = (comparisons(1_000), comparisons(4_000));
    assert!(few >= 1_000, "its rows are read for the keys");
    assert!(many <= 6 * few, "{few} comparisons for 1,000 rows, {many} for 4,000");
}

#[test]
fn two_of_one_name_in_an_article_are_two_whatever_others_say() {
    let base = [(0, "Ines Carvalho"), (0, "Ines Carvalho"), (1, "Ines Carvalho"), (2, "Ines Carvalho"), (3, "Ines Carvalho")];
    for (what, nationality) in [("nothing", [None, None]), ("a contradiction", [Some("Chilean"), Some("Kenyan")])] {
        let mut rows = rows(&base);
        for (row, nationality) in rows[3..].iter_mut().zip(nationality) {
            row.nationality = nationality.map(str::to_owned);
        }
        rows[1].label = "second".to_owned();
        for turn in 0..rows.len() {
            rows.rotate_left(1);
            let links = link(&rows, &articles(4), &[]);
            let of = |article: u32, label: &str| {
                let at = rows.iter().position(|row| row.article == article && row.label == label).expect("a row");
                links.identity_of[at]
            };
            assert_ne!(of(0, ""), of(0, "second"), "{what}, turn {turn}");
            if nationality[0].is_none() {
                assert!([1, 2, 3].map(|article| of(article, "")).iter().all(|&same| same == of(0, "")), "{what}, turn {turn}");
            }
        }
    }
}

#[test]
fn a_registered_word_agrees_with_no_full_name() {
    let given = [Given::Register(vec!["Anbe".to_owned()])];
    let rows = rows(&[(0, "Shiro Anbe"), (0, "Dorian Trask"), (1, "Anbe"), (1, "Dorian Trask")]);
    let links = link(&rows, &articles(2), &given);
    assert_eq!(links.identity_of[0], links.identity_of[2]);
    assert_eq!((links.methods[0], links.methods[2]), (Method::Context, Method::Alias));
}

#[test]
fn names_show_as_usually_printed() {
    let all = rows(&[(0, "Ines  Carvalho"), (1, "Carvalho, Ines"), (2, "習近平"), (3, "習近平")]);
    let links = link(&all, &articles(4), &[]);
    let expected =
        [("Ines Carvalho", "full-name"), ("Ines Carvalho", "full-name"), ("習近平", "full-name"), ("習近平", "full-name")];
    assert_eq!(names(&links), expected);
}
