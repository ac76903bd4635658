//! Where the letters of texts stand: for each pair of letters that follow one another, the places of it in
//! numbered texts. What is looked for is found where all its pairs stand one behind the other; this finds what
//! looking through every text would find, and reads only what the pairs say.
//!
//! Pairs are kept in a few buckets, by their first letter, so that a text of many pairs makes few rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Into how many buckets the pairs fall.
const BUCKETS: u32 = 64;

/// What stands behind the last letter of a text.
const LAST: char = '\0';

/// A part of a text that is looked in by itself: nothing is found that begins in one and ends in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What the whole is called.
    Title,
    /// How that is read.
    TitleReading,
    /// What the section is called.
    Heading,
    /// How that is read.
    HeadingReading,
    /// The text.
    Body,
    /// How that is read.
    BodyReading,
}

impl Field {
    /// Every field, in the order in which a text is indexed.
    pub const ALL: [Field; 6] = [
        Field::Title,
        Field::TitleReading,
        Field::Heading,
        Field::HeadingReading,
        Field::Body,
        Field::BodyReading,
    ];

    fn of(code: u32) -> Option<Field> {
        Field::ALL.get(code as usize).copied()
    }
}

/// Fields of one text have numbers of their own: so many.
const FIELDS: u32 = 8;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The number of the text.
    pub text: u32,
    /// In what of it.
    pub field: Field,
    /// How many letters stand before it.
    pub at: u32,
}

/// The places of one pair, as they are kept.
#[derive(Default)]
struct Places {
    bytes: Vec<u8>,
    slot: u32,
    at: u32,
}

/// Makes the buckets of some texts.
#[derive(Default)]
pub struct Builder {
    pairs: HashMap<(char, char), Places>,
}

impl Builder {
    /// Adds a field of a text, folded. Texts come in the order of their numbers, their fields in that of
    /// [`Field::ALL`].
    pub fn add(&mut self, text: u32, field: Field, letters: &[char]) {
        let slot = text * FIELDS + field as u32;
        for (at, letter) in letters.iter().enumerate() {
            let next = letters.get(at + 1).copied().unwrap_or(LAST);
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            self.pairs.entry((*letter, next)).or_default().add(slot, at);
        }
    }

    /// The buckets by their numbers.
    pub fn finish(self) -> BTreeMap<i32, Vec<u8>> {
        let mut buckets: BTreeMap<i32, Vec<u8>> = BTreeMap::new();
        let pairs: BTreeMap<(char, char), Places> = self.pairs.into_iter().collect();
        for ((first, second), places) in pairs {
            let bucket = buckets.entry(bucket(first)).or_default();
            write(bucket, first.into());
            write(bucket, second.into());
            write(bucket, u32::try_from(places.bytes.len()).unwrap_or(u32::MAX));
            bucket.extend(places.bytes);
        }
        buckets
    }
}

impl Places {
    /// A step within a field is even, a step to another field odd.
    fn add(&mut self, slot: u32, at: u32) {
        if slot == self.slot && !self.bytes.is_empty() {
            write(&mut self.bytes, (at - self.at) << 1);
        } else {
            write(&mut self.bytes, (slot - self.slot) << 1 | 1);
            write(&mut self.bytes, at);
        }
        (self.slot, self.at) = (slot, at);
    }
}

fn bucket(first: char) -> i32 {
    i32::try_from(u32::from(first) % BUCKETS).unwrap_or_default()
}

/// A number in as many bytes as it needs.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn read(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The pairs of a bucket, each with its places.
fn pairs(mut bucket: &[u8]) -> impl Iterator<Item = ((u32, u32), &[u8])> {
    std::iter::from_fn(move || {
        let (first, second) = (read(&mut bucket)?, read(&mut bucket)?);
        let length = read(&mut bucket)? as usize;
        let (places, rest) = bucket.split_at_checked(length)?;
        bucket = rest;
        Some(((first, second), places))
    })
}

/// The places of a pair as numbers in order: the field in the upper half, the letters before it in the lower.
/// `before` letters stand between the beginning of what is looked for and the pair.
fn begins(mut places: &[u8], before: u32) -> Vec<u64> {
    let mut begins = Vec::with_capacity(places.len() / 2);
    let (mut slot, mut at) = (0_u32, 0_u32);
    while let Some(step) = read(&mut places) {
        if step & 1 == 0 {
            at = at.saturating_add(step >> 1);
        } else {
            slot = slot.saturating_add(step >> 1);
            let Some(first) = read(&mut places) else { break };
            at = first;
        }
        if at >= before {
            begins.push(u64::from(slot) << 32 | u64::from(at - before));
        }
    }
    begins
}

/// The pairs that tell where a word stands, each with how many letters of the word stand before it: every second
/// one, and the last.
fn pairs_of(word: &[char]) -> Vec<(u32, (char, char))> {
    let last = word.len().saturating_sub(2);
    let offsets = (0..=last).step_by(2).chain((last % 2 == 1).then_some(last));
    offsets
        .filter_map(|at| {
            let pair = (*word.get(at)?, *word.get(at + 1)?);
            Some((u32::try_from(at).ok()?, pair))
        })
        .collect()
}

/// The buckets that have to be read for a folded word.
pub fn buckets_of(word: &str) -> BTreeSet<i32> {
    let word: Vec<char> = word.chars().collect();
    match word.as_slice() {
        [] => BTreeSet::new(),
        [letter] => BTreeSet::from([bucket(*letter)]),
        _ => pairs_of(&word)
            .into_iter()
            .map(|(_, (first, _))| bucket(first))
            .collect(),
    }
}

/// Where a folded word stands, in order. `buckets` gives the buckets of [`buckets_of`].
pub fn find<'a>(word: &str, buckets: impl Fn(i32) -> Option<&'a [u8]>) -> Vec<Place> {
    let word: Vec<char> = word.chars().collect();
    let found = match word.as_slice() {
        [] => Vec::new(),
        [letter] => {
            let places = buckets(bucket(*letter)).unwrap_or_default();
            let first = u32::from(*letter);
            let mut all: Vec<u64> = pairs(places)
                .filter(|((begins, _), _)| *begins == first)
                .flat_map(|(_, places)| begins(places, 0))
                .collect();
            all.sort_unstable();
            all
        }
        _ => {
            let mut lists = Vec::new();
            for (before, (first, second)) in pairs_of(&word) {
                let wanted = (u32::from(first), u32::from(second));
                let places =
                    buckets(bucket(first)).and_then(|bucket| pairs(bucket).find(|(pair, _)| *pair == wanted));
                match places {
                    Some((_, places)) => lists.push((before, places)),
                    None => return Vec::new(),
                }
            }
            // The rarest pair first: the others only take away.
            lists.sort_by_key(|(_, places)| places.len());
            let mut lists = lists.into_iter();
            let mut found = lists
                .next()
                .map_or_else(Vec::new, |(before, places)| begins(places, before));
            for (before, places) in lists {
                if found.is_empty() {
                    break;
                }
                keep_common(&mut found, &begins(places, before));
            }
            found
        }
    };
    found.into_iter().filter_map(place).collect()
}

fn place(begin: u64) -> Option<Place> {
    let slot = u32::try_from(begin >> 32).ok()?;
    Some(Place {
        text: slot / FIELDS,
        field: Field::of(slot % FIELDS)?,
        at: u32::try_from(begin & u64::from(u32::MAX)).ok()?,
    })
}

/// Keeps what is in both lists, which are in order.
fn keep_common(found: &mut Vec<u64>, others: &[u64]) {
    let mut others = others.iter().copied().peekable();
    found.retain(|begin| {
        while others.next_if(|other| other < begin).is_some() {}
        others.peek() == Some(begin)
    });
}
