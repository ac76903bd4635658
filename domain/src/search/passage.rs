//! The passage that shows what was found, with the hit marked: around the first place where a word stands, as
//! it is written, whatever spelling or reading it was found by.

use super::annotated::{self, Piece};
use crate::folding;

/// A stretch of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What is written.
    pub written: String,
    /// How it is read, where the text says so.
    pub reading: Option<String>,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// Some of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its stretches.
    pub parts: Vec<Part>,
    /// Whether text stands before it.
    pub cut_before: bool,
    /// Whether text stands behind it.
    pub cut_after: bool,
}

/// Letters before the first hit.
const BEFORE: usize = 24;

/// The smallest stretches that are marked: a sign, or a word with its reading.
struct Sign<'a> {
    piece: Piece<'a>,
    hit: bool,
}

/// A passage of about so many letters around the first of these folded words; the beginning, where none is in it.
pub fn passage(text: &str, words: &[&str], most: usize) -> Passage {
    let signs = marked_signs(text, words);
    let length = |sign: &Sign<'_>| sign.piece.written.chars().count();
    let first = signs.iter().position(|sign| sign.hit).unwrap_or_default();
    let (mut from, mut before) = (first, 0);
    while from > 0 && before < BEFORE {
        from -= 1;
        before += length(&signs[from]);
        if signs[from].piece.written == "\n" {
            from += 1;
            break;
        }
    }
    let (mut to, mut letters) = (from, 0);
    while to < signs.len() && letters < most {
        letters += length(&signs[to]);
        to += 1;
    }
    let begins_line = from == 0 || signs[from - 1].piece.written == "\n";
    Passage {
        cut_before: from > 0 && !begins_line,
        cut_after: to < signs.len(),
        parts: joined(&signs[from..to]),
    }
}

/// The whole text, with the words marked.
pub fn marked(text: &str, words: &[&str]) -> Vec<Part> {
    joined(&marked_signs(text, words))
}

fn marked_signs<'a>(text: &'a str, words: &[&str]) -> Vec<Sign<'a>> {
    let mut signs = signs(text);
    mark(&mut signs, words, |piece| piece.written);
    mark(&mut signs, words, |piece| piece.reading.unwrap_or(piece.written));
    signs
}

fn signs(text: &str) -> Vec<Sign<'_>> {
    let mut signs = Vec::new();
    for piece in annotated::pieces(text) {
        if piece.reading.is_some() {
            signs.push(Sign { piece, hit: false });
            continue;
        }
        let letters = piece.written.char_indices();
        signs.extend(letters.map(|(at, letter)| Sign {
            piece: Piece {
                written: &piece.written[at..at + letter.len_utf8()],
                reading: None,
            },
            hit: false,
        }));
    }
    signs
}

/// Marks the signs that a word stands on, in the text as `seen` gives it.
fn mark<'a>(signs: &mut [Sign<'a>], words: &[&str], seen: impl Fn(&Piece<'a>) -> &'a str) {
    let mut text = String::new();
    let mut begins = Vec::with_capacity(signs.len());
    for sign in signs.iter() {
        begins.push(text.len());
        text.push_str(seen(&sign.piece));
    }
    let mut letters: Vec<(char, std::ops::Range<usize>)> = Vec::with_capacity(signs.len());
    folding::search_letters(&text, |range, letter| letters.push((letter, range)));
    let folded: String = letters.iter().map(|(letter, _)| *letter).collect();
    let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let count = word.chars().count();
        for (at, _) in folded.match_indices(word) {
            let Ok(first) = starts.binary_search(&at) else {
                continue;
            };
            let (Some((_, from)), Some((_, to))) = (letters.get(first), letters.get(first + count - 1))
            else {
                continue;
            };
            let begin = begins
                .partition_point(|begin| *begin <= from.start)
                .saturating_sub(1);
            let end = begins.partition_point(|begin| *begin < to.end);
            for sign in &mut signs[begin..end.max(begin)] {
                sign.hit = true;
            }
        }
    }
}

/// Neighbours that are alike, as one.
fn joined(signs: &[Sign<'_>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for sign in signs {
        let written = match sign.piece.written {
            "\n" => " ",
            written => written,
        };
        let reading = sign.piece.reading;
        match parts.last_mut() {
            Some(last) if last.hit == sign.hit && last.reading.is_none() && reading.is_none() => {
                last.written.push_str(written);
            }
            Some(_) | None => parts.push(Part {
                written: written.to_owned(),
                reading: reading.map(str::to_owned),
                hit: sign.hit,
            }),
        }
    }
    parts
}
