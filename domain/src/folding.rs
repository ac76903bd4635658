//! Text as people type it, folded so that what looks alike is alike.
//!
//! Japanese keyboards give full and half width, two kanas, a dozen dashes and two waves for one; phones add
//! curly quotes, copying adds what nobody sees. This is the one place that knows: typed answers ([`answer`]),
//! sign-in names ([`sign_in_name`]), searching and sorting ([`search`], [`sort_key`]), headings and keys of
//! imported files ([`structure`]), readings ([`reading`]) and names of files ([`file_name`]).

use unicode_normalization::UnicodeNormalization;

mod letters;
mod signs;

pub use letters::search_letters;
use signs::{alike, hiragana, is_dash, is_invisible, is_kana, keeps_spaces, old_form};

/// How often a folding is repeated until it changes nothing; each kind of sign settles in two.
const ROUNDS: usize = 8;

/// A typed answer, as it is compared: width, case, kana, dashes, waves and quotation marks made alike,
/// spaces only between words of letters, nothing invisible, and no quotation marks around or full stop
/// behind the whole. Folding twice changes nothing.
pub fn answer(typed: &str) -> String {
    settled(typed, |text| {
        bare(&long_vowels(&word_spaces(&plain(text)))).to_owned()
    })
}

/// A sign-in name or mail address, as it is kept and looked up. Spaces inside stay, to be told.
pub fn sign_in_name(typed: &str) -> String {
    settled(typed, |text| long_vowels(&plain(text)).trim().to_owned())
}

/// What a search looks for and looks in: as [`answer`], without any space, every dash alike, and older
/// forms of characters in names as the usual ones.
pub fn search(text: &str) -> String {
    settled(text, |text| {
        plain(text)
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .map(|letter| if is_dash(letter) { '-' } else { old_form(letter) })
            .collect()
    })
}

/// What people and companies are sorted by: the reading where there is one, else the name.
pub fn sort_key(name: &str, kana: Option<&str>) -> String {
    let reading = kana.map(search).filter(|kana| !kana.is_empty());
    reading.unwrap_or_else(|| search(name))
}

/// The reading of a name, as it is kept: hiragana, with single spaces.
pub fn reading(typed: &str) -> String {
    settled(typed, |text| {
        let text: String = normal(text).map(hiragana).collect();
        let words: Vec<&str> = text.split_whitespace().collect();
        long_vowels(&words.join(" "))
    })
}

/// A heading, a key or a number of a file of another system: width, case, dashes, waves and quotation marks
/// made alike, nothing invisible.
pub fn structure(text: &str) -> String {
    settled(text, |text| {
        let text: String = normal(text).flat_map(char::to_lowercase).collect();
        let dashed = |letter| {
            if is_dash(letter) && letter != 'ー' {
                '-'
            } else {
                letter
            }
        };
        text.chars().map(dashed).collect::<String>().trim().to_owned()
    })
}

/// The path of a file as every system writes it (NFC): macOS splits が into か and a mark.
pub fn file_name(path: &str) -> String {
    path.nfc().collect()
}

/// A text as it is kept: without what nobody sees at its ends. What stands inside stays: a variation
/// selector belongs to its character, a joiner to its emoji.
pub fn trimmed(text: &str) -> &str {
    let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || is_invisible(letter));
    if text.is_empty() {
        return text;
    }
    text.trim_end_matches(|letter: char| {
        letter.is_whitespace() || is_invisible(letter) && !signs::is_variation(letter)
    })
}

/// A text that must be met to the letter, without what cannot be seen or told apart by eye.
pub fn exact(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    seen.trim().nfc().collect()
}

/// Repeats a step until it changes nothing.
fn settled(text: &str, step: impl Fn(&str) -> String) -> String {
    let mut folded = step(text);
    for _ in 0..ROUNDS {
        let again = step(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

/// Without what is invisible, in NFKC, signs that look alike as one.
fn normal(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|letter| !is_invisible(*letter))
        .map(alike)
        .nfkc()
        .map(alike)
}

/// [`normal`], in lower case and hiragana.
fn plain(text: &str) -> String {
    normal(text).flat_map(char::to_lowercase).map(hiragana).collect()
}

/// A dash behind kana is the long vowel, any other is a hyphen.
fn long_vowels(text: &str) -> String {
    let mut before = None;
    text.chars()
        .map(|letter| {
            let is = match before {
                _ if !is_dash(letter) => letter,
                Some(kana) if is_kana(kana) => 'ー',
                Some(_) | None => '-',
            };
            before = Some(is);
            is
        })
        .collect()
}

/// One space between words of letters that have spaces between words; none elsewhere.
fn word_spaces(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = spaced.chars().next_back().is_some_and(keeps_spaces);
        if before && word.chars().next().is_some_and(keeps_spaces) {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Without marks around the whole and without the full stop behind it, unless that is all there is.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let inside = without_stop(text).or_else(|| without_marks(text));
        match inside.map(str::trim).filter(|inside| !inside.is_empty()) {
            Some(inside) => text = inside,
            None => return text,
        }
    }
}

fn without_stop(text: &str) -> Option<&str> {
    let dot = |before: &str| before.ends_with(char::is_alphanumeric);
    text.strip_suffix('。')
        .or_else(|| text.strip_suffix('.').filter(|before| dot(before)))
}

fn without_marks(text: &str) -> Option<&str> {
    [('「', '」'), ('『', '』'), ('"', '"'), ('\'', '\'')]
        .into_iter()
        .find_map(|(open, close)| {
            let inside = text.strip_prefix(open)?.strip_suffix(close)?;
            (!inside.contains([open, close])).then_some(inside)
        })
}

#[cfg(test)]
mod tests;
