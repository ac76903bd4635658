//! A text with the readings of its words, as it is kept for searching: each word with a reading stands between
//! the characters that Unicode has for this (interlinear annotation, U+FFF9 to U+FFFB), which no text shows and
//! which folding leaves out.

const WORD: char = '\u{fff9}';
const READING: char = '\u{fffa}';
const END: char = '\u{fffb}';

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What is written.
    pub written: &'a str,
    /// How it is read, where the text says so.
    pub reading: Option<&'a str>,
}

/// A word with its reading.
pub fn word(written: &str, reading: &str) -> String {
    if reading.is_empty() || written.is_empty() {
        return format!("{written}{reading}");
    }
    format!("{WORD}{written}{READING}{reading}{END}")
}

/// The stretches of a text, in their order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let plain = |written| Piece {
        written,
        reading: None,
    };
    let mut words = text.split(WORD);
    let mut pieces = vec![plain(words.next().unwrap_or_default())];
    for word in words {
        let (word, rest) = word.split_once(END).unwrap_or((word, ""));
        pieces.push(match word.split_once(READING) {
            Some((written, reading)) => Piece {
                written,
                reading: Some(reading),
            },
            None => plain(word),
        });
        pieces.push(plain(rest));
    }
    pieces.retain(|piece| !piece.written.is_empty());
    pieces
}

/// The text as it is written.
pub fn written(text: &str) -> String {
    pieces(text).into_iter().map(|piece| piece.written).collect()
}

/// The text as it is read; none where no word has a reading.
pub fn read_out(text: &str) -> Option<String> {
    let pieces = pieces(text);
    let has = pieces.iter().any(|piece| piece.reading.is_some());
    has.then(|| {
        pieces
            .into_iter()
            .map(|piece| piece.reading.unwrap_or(piece.written))
            .collect()
    })
}
