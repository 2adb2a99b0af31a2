//! Byte offsets to code points and back.
//!
//! Input: a text. Output: a converter; ASCII texts cost nothing.
//! Method: a code point count at every 64th byte, built once; a lookup counts at most 63 bytes.
//! Cost: O(bytes) to build, O(1) a lookup, 4 bytes of memory for 64 bytes of text.

const STEP: usize = 64;

/// Converts between byte offsets and code point offsets of one text.
#[derive(Clone, Debug)]
pub struct CharIndex {
    /// Code points before byte `64 * i`; empty when the text is ASCII.
    checkpoints: Vec<u32>,
}

fn count(bytes: &[u8]) -> u32 {
    // At most as many as a byte holds at a time, which vectors add up.
    let in_block = |block: &[u8]| u32::from(block.iter().map(|byte| u8::from(byte.cast_signed() >= -0x40)).sum::<u8>());
    bytes.chunks(STEP).map(in_block).sum()
}

impl CharIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { checkpoints: Vec::new() };
        }
        let mut total = 0;
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        for block in text.as_bytes().chunks(STEP) {
            checkpoints.push(total);
            total += count(block);
        }
        Self { checkpoints }
    }

    /// The number of code points before byte `offset` of `text` (the text the index was made from).
    pub fn to_chars(&self, text: &str, offset: u32) -> u32 {
        if self.checkpoints.is_empty() {
            return offset;
        }
        let offset = (offset as usize).min(text.len());
        let block = (offset / STEP).min(self.checkpoints.len() - 1);
        self.checkpoints[block] + count(&text.as_bytes()[block * STEP..offset])
    }

    /// Goes through `text` from its start, for offsets that come in order.
    pub fn cursor<'a>(&'a self, text: &'a str) -> CharCursor<'a> {
        CharCursor { index: self, text, byte: 0, char: 0 }
    }

    /// The byte offset of code point `position`; the length of the text if it lies beyond the end.
    pub fn to_bytes(&self, text: &str, position: u32) -> u32 {
        if self.checkpoints.is_empty() {
            return position.min(text.len() as u32);
        }
        let block = self.checkpoints.partition_point(|&chars| chars <= position).saturating_sub(1);
        let mut seen = self.checkpoints[block];
        let bytes = text.as_bytes();
        let mut offset = block * STEP;
        while offset < bytes.len() {
            if bytes[offset].cast_signed() >= -0x40 {
                if seen == position {
                    return offset as u32;
                }
                seen += 1;
            }
            offset += 1;
        }
        text.len() as u32
    }
}

/// Counts the code points before offsets that mostly come in order: from each to the next.
#[derive(Clone, Debug)]
pub struct CharCursor<'a> {
    index: &'a CharIndex,
    text: &'a str,
    byte: u32,
    char: u32,
}

impl CharCursor<'_> {
    /// What [`CharIndex::to_chars`] says.
    #[inline]
    pub fn to_chars(&mut self, offset: u32) -> u32 {
        if self.index.checkpoints.is_empty() {
            return offset;
        }
        // Back, or far: from the next checkpoint.
        let is_near = self.byte <= offset && offset - self.byte < STEP as u32 && offset as usize <= self.text.len();
        self.char = if is_near {
            self.char + count(&self.text.as_bytes()[self.byte as usize..offset as usize])
        } else {
            self.index.to_chars(self.text, offset)
        };
        self.byte = offset;
        self.char
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting_from_the_start(text in "\\PC{0,200}") {
            let index = CharIndex::new(&text);
            for (chars, (bytes, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.to_chars(&text, bytes as u32), chars as u32);
                prop_assert_eq!(index.to_bytes(&text, chars as u32), bytes as u32);
            }
            let mut cursor = index.cursor(&text);
            let starts: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
            // Forth in steps of all lengths, and back.
            for &offset in starts.iter().chain(starts.iter().step_by(7)).chain(starts.iter().rev()).chain(starts.last()) {
                prop_assert_eq!(cursor.to_chars(offset), index.to_chars(&text, offset));
            }
            prop_assert_eq!(index.to_chars(&text, text.len() as u32), text.chars().count() as u32);
        }
    }
}
