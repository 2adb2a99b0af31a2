//! Rows of bytes in memory: the weights of the labels, at the end a head of four bytes; which rows look-ups found, and their sums.

/// A row ends with so many bytes that say which features it knows; before them the weights, a byte for each label.
pub const HEAD: usize = 4;

/// What is added to a weight in the table, so that it is not negative.
pub const BIAS: u8 = 0x80;

/// So many bytes can be added up in 16 bits.
pub const ADDENDS: usize = 256;

/// Rows, each begun on a line of the cache if it is as wide. At first their heads are 0, and they have no weights.
#[derive(Clone, Debug)]
pub struct Table<const ROW: usize> {
    bytes: Vec<u8>,
    /// Where the first row begins.
    start: usize,
}

impl<const ROW: usize> Table<ROW> {
    /// A table of so many rows.
    pub fn new(rows: usize) -> Self {
        const LINE: usize = 64;
        // Zeroed pages are the system's to give: those that nothing is written to cost no time.
        let bytes = vec![0; ROW * rows + LINE];
        let start = (LINE - bytes.as_ptr().addr() % LINE) % LINE;
        Self { bytes, start }
    }

    /// All rows, and a few bytes behind them.
    #[inline]
    pub fn rows(&self) -> &[[u8; ROW]] {
        self.bytes[self.start..].as_chunks::<ROW>().0
    }

    /// A row.
    pub fn row_mut(&mut self, row: usize) -> &mut [u8] {
        &mut self.bytes[self.start + row * ROW..][..ROW]
    }

    /// Sets the weights of a row, which are signed; 0 for labels that there are not.
    pub fn set_weights(&mut self, row: usize, weights: &[u8]) {
        let row = &mut self.row_mut(row)[..ROW - HEAD];
        row.fill(BIAS);
        for (weight, &byte) in row.iter_mut().zip(weights) {
            // As signed, and more by 128: the highest bit turned.
            *weight = byte ^ BIAS;
        }
    }

    /// Sets the head of a row.
    pub fn set_head(&mut self, row: usize, head: u32) {
        self.row_mut(row)[ROW - HEAD..].copy_from_slice(&head.to_le_bytes());
    }
}

/// The head of a row.
#[inline]
pub fn head_of<const ROW: usize>(row: &[u8; ROW]) -> u32 {
    row.last_chunk().map_or(0, |&head| u32::from_le_bytes(head))
}

/// Rows of a table for each of some tokens: which of the look-ups found something. Adding them up is left for later, so that no look-up
/// waits for what another one found: a processor begins a dozen of them before the first is done.
#[derive(Clone, Debug, Default)]
pub struct Found {
    rows: Vec<u32>,
    /// How many belong to the tokens up to each.
    ends: Vec<usize>,
}

/// Fills a [`Found`]; the count stays in a register.
#[derive(Debug)]
pub struct Finder<'f> {
    rows: &'f mut [u32],
    ends: &'f mut Vec<usize>,
    count: usize,
}

impl Finder<'_> {
    /// Adds a row of the token in hand if `is_found`: without a branch, since half of them are not.
    #[inline]
    pub fn push(&mut self, row: usize, is_found: bool) {
        self.rows[self.count] = row as u32;
        self.count += usize::from(is_found);
    }

    /// The token in hand has all its rows.
    #[inline]
    pub fn end_token(&mut self) {
        self.ends.push(self.count);
    }
}

impl Found {
    /// Forgets all; there is room for so many.
    #[inline]
    pub fn begin(&mut self, most: usize) -> Finder<'_> {
        self.ends.clear();
        if self.rows.len() < most {
            self.rows.resize(most, 0);
        }
        Finder { rows: &mut self.rows, ends: &mut self.ends, count: 0 }
    }

    /// Adds the first `labels` of the first `LANES` bytes of the rows to the scores of each token.
    #[inline]
    pub fn add_to<const ROW: usize, const LANES: usize>(&self, table: &[[u8; ROW]], labels: usize, scores: &mut [[i16; ROW]]) {
        let mut start = 0;
        for (token, &end) in scores.iter_mut().zip(&self.ends) {
            for rows in self.rows[start..end].chunks(ADDENDS) {
                let mut sums = [0_u16; LANES];
                for &row in rows {
                    let row = &table[row as usize];
                    // All lanes: what is not handed on the compiler leaves out, the rest it takes eight at a time.
                    for at in 0..LANES {
                        sums[at] = sums[at].wrapping_add(u16::from(row[at]));
                    }
                }
                let surplus = (rows.len() as u16).wrapping_mul(u16::from(BIAS));
                for at in 0..LANES.min(labels) {
                    token[at] = token[at].wrapping_add(sums[at].wrapping_sub(surplus).cast_signed());
                }
            }
            start = end;
        }
    }
}
