//! Any bytes as a file of another system: read or refused, and what is read has no errors.

#![no_main]

use domain::interchange::{Input, import};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 5] = ["a.gift", "a.xml", "a.txt", "a.csv", "imsmanifest.xml"];

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let files = [(name.to_owned(), data.to_vec())].into();
    let _ = import(&Input {
        name,
        files: &files,
        lang: None,
    });
});
