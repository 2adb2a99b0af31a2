//! A table from hashed strings to small numbers: word clusters, word lists.
//!
//! An entry is 48 bits of the key's hash and 16 bits of value, so two of 40 thousand words are taken for each other about
//! three times in a million tries. Cost: one or two cache lines a search.

use super::hash;

const KEY: u64 = !0xffff;

/// Open addressing over entries; 0 is an empty slot. Values are stored plus one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lookup {
    slots: Vec<u64>,
    len: usize,
}

impl Lookup {
    /// A table of `pairs`; the first of equal keys counts. Values are at most 65,534.
    pub fn new(pairs: impl IntoIterator<Item = (u64, u16)>) -> Self {
        Self::from_entries(pairs.into_iter().map(|(key, value)| (key & KEY) | u64::from(value.min(u16::MAX - 1) + 1)).collect())
    }

    fn from_entries(entries: Vec<u64>) -> Self {
        let bits = (entries.len() * 3 / 2 + 2).next_power_of_two().trailing_zeros();
        let mut table = Self { slots: vec![0; 1 << bits], len: 0 };
        for entry in entries {
            let at = table.slot(entry);
            if table.slots[at] == 0 && entry & !KEY != 0 {
                table.slots[at] = entry;
                table.len += 1;
            }
        }
        table
    }

    /// Where the key is or would be; there is always an empty slot.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash::row(key, self.slots.len().trailing_zeros().max(1)) & mask;
        while self.slots[at] != 0 && (self.slots[at] ^ key) & KEY != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// The value of a key (see [`hash::atom`]).
    #[inline]
    pub fn get(&self, key: u64) -> Option<u16> {
        if self.slots.is_empty() {
            return None;
        }
        let entry = self.slots[self.slot(key)];
        if entry == 0 { None } else { Some((entry as u16).wrapping_sub(1)) }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entries in the order of their keys, for the model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut entries: Vec<u64> = self.slots.iter().copied().filter(|&entry| entry != 0).collect();
        entries.sort_unstable();
        entries.iter().flat_map(|entry| entry.to_le_bytes()).collect()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; any bytes give some table.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::from_entries(bytes.as_chunks::<8>().0.iter().map(|&entry| u64::from_le_bytes(entry)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        let key = |i: u32| hash::atom(format!("word{i}").as_bytes());
        let table = Lookup::new((0..5000).map(|i| (key(i), (i % 700) as u16)));
        let read = Lookup::from_bytes(&table.to_bytes());
        assert_eq!((table.len(), read.len()), (5000, 5000));
        for i in 0..5000 {
            assert_eq!(table.get(key(i)), Some((i % 700) as u16));
            assert_eq!(read.get(key(i)), Some((i % 700) as u16));
            assert_eq!(table.get(key(i + 5000)), None);
        }
        assert_eq!(Lookup::default().get(7), None);
        assert!(Lookup::from_bytes(&[1, 2, 3]).is_empty());
    }
}
