//! How long what people write in this room may be.

use crate::Problems;

/// The longest name and number, in letters.
pub(super) const NAME: usize = 100;
/// The longest note, in letters.
pub(super) const NOTE: usize = 1_000;

/// Notes a field that has too many letters.
pub(super) fn too_long(problems: &mut Problems, field: &'static str, letters: usize, most: usize) {
    if letters > most {
        problems.add(
            field,
            format!("{most} 文字までで書いてください。"),
            format!("Please write at most {most} letters."),
        );
    }
}
