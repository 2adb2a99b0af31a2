//! The canonical order of rows: by content, so that the order they come in changes nothing.

use super::{ArticleRow, PersonRow};

/// All that an article's row says, but for which identity it had.
type Content<'a> = (&'a str, (Option<&'a str>, Option<&'a str>, Option<i64>, Option<&'a str>, Option<&'a str>), &'a [String]);

fn content(row: &PersonRow) -> Content<'_> {
    let said = (row.role.as_deref(), row.affiliation.as_deref(), row.age, row.nationality.as_deref(), row.pronouns.as_deref());
    (&row.name, said, &row.aliases)
}

/// For every row its place in canonical order: by date, outlet and persons of the article, then by what the row says.
///
/// The user's ids decide only between articles or rows that are equal in all that, where nothing else tells
/// them apart.
pub(super) fn ranks(rows: &[PersonRow], articles: &[ArticleRow]) -> Vec<u32> {
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); articles.len()];
    for (at, row) in rows.iter().enumerate() {
        rows_of[row.article as usize].push(at as u32);
    }
    let contents: Vec<Content<'_>> = rows.iter().map(content).collect();
    for of_article in &mut rows_of {
        let key = |row: u32| (&contents[row as usize], &rows[row as usize].label);
        of_article.sort_by(|&a, &b| key(a).cmp(&key(b)));
    }
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by(|&a, &b| {
        let head = |at: usize| (articles[at].date.as_deref(), articles[at].outlet.as_deref());
        let persons = |at: usize| rows_of[at].iter().map(|&row| &contents[row as usize]);
        head(a).cmp(&head(b)).then_with(|| persons(a).cmp(persons(b))).then_with(|| articles[a].label.cmp(&articles[b].label))
    });
    let mut ranks = vec![0; rows.len()];
    for (rank, &row) in order.iter().flat_map(|&article| &rows_of[article]).enumerate() {
        ranks[row as usize] = rank as u32;
    }
    ranks
}
