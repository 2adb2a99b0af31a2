//! Finds the utterances that share rare words in a row with a quotation.
//!
//! Three words in a row lead to the places where they stand. Those of stock phrases would lead to thousands: a list holds at most
//! [`MOST`] places, further ones go to lists of their own for every few days. Cost: O(1) a look-up.

use crate::model::hash::mix2;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// The most places under one key.
const MOST: u8 = 24;
/// Days under one key.
const SPAN: i32 = 4;
const END: u32 = u32::MAX;

/// A place of three words.
#[derive(Clone, Copy)]
struct Place {
    segment: u32,
    at: u32,
    next: u32,
}

#[derive(Clone, Copy)]
struct List {
    first: u32,
    n: u8,
}

/// Places by three words.
#[derive(Default)]
pub struct Index {
    lists: HashMap<u64, List, FxBuildHasher>,
    places: Vec<Place>,
}

fn dated(triple: u64, span: i32) -> u64 {
    mix2(9, triple, u64::from(span.cast_unsigned()))
}

impl Index {
    /// Adds a place: word `at` of a segment of that day.
    pub fn add(&mut self, triple: u64, day: i32, segment: u32, at: u32) {
        if !self.push(triple, segment, at) && day != super::signatures::NO_DAY {
            self.push(dated(triple, day.div_euclid(SPAN)), segment, at);
        }
    }

    fn push(&mut self, key: u64, segment: u32, at: u32) -> bool {
        let list = self.lists.entry(key).or_insert(List { first: END, n: 0 });
        if list.n == MOST {
            return false;
        }
        self.places.push(Place { segment, at, next: list.first });
        (list.first, list.n) = (self.places.len() as u32 - 1, list.n + 1);
        true
    }

    /// Calls `found(segment, at)` for the places of three words, those of all days or of days near `day`.
    pub fn look_up(&self, triple: u64, day: i32, mut found: impl FnMut(u32, u32)) {
        let mut walk = |key: u64| -> bool {
            let Some(list) = self.lists.get(&key) else { return false };
            let mut at = list.first;
            while at != END {
                let place = self.places[at as usize];
                found(place.segment, place.at);
                at = place.next;
            }
            list.n == MOST
        };
        if walk(triple) && day != super::signatures::NO_DAY {
            for span in -1..=1 {
                walk(dated(triple, day.div_euclid(SPAN) + span));
            }
        }
    }
}
