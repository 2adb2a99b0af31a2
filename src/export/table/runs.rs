//! The article of each row of a table, in few bytes: rows of one article stand together.

/// For every row, the article's row in the input: runs of an article and how many rows it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    runs: Vec<(u64, usize)>,
    len: usize,
}

impl Runs {
    /// Adds `count` rows of the article in row `article` of the input.
    pub fn push(&mut self, article: u64, count: usize) {
        self.len += count;
        match self.runs.last_mut() {
            Some(last) if last.0 == article => last.1 += count,
            _ if count == 0 => {}
            _ => self.runs.push((article, count)),
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Articles and how many rows each has, in order.
    pub fn runs(&self) -> &[(u64, usize)] {
        &self.runs
    }

    /// The article of each row.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.iter().flat_map(|&(article, count)| std::iter::repeat_n(article, count))
    }
}
