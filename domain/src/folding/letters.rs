//! [`super::search`], letter by letter: what each sign of a text folds to, and where it stands. For texts that
//! are searched in: there are many of them, and the passage that was found is shown as it is written.

use std::ops::Range;

use super::signs::{hiragana, is_invisible, old_form};

/// Gives each letter that a text folds to, with the place in the text that it comes from. Together they are what
/// [`super::search`] makes of the text.
pub fn search_letters(text: &str, mut give: impl FnMut(Range<usize>, char)) {
    let mut signs = text.char_indices().peekable();
    while let Some((from, sign)) = signs.next() {
        let mut to = from + sign.len_utf8();
        let mut alone = true;
        while let Some((at, next)) = signs.next_if(|(_, next)| joins(*next)) {
            to = at + next.len_utf8();
            alone = false;
        }
        match quick(sign).filter(|_| alone) {
            Some(letter) => give(from..to, letter),
            None if alone && sign.is_ascii_whitespace() => {}
            None => super::search(&text[from..to])
                .chars()
                .for_each(|letter| give(from..to, letter)),
        }
    }
}

/// Whether the sign belongs to the one before it: the marks of が and ぱ where they stand alone, variation
/// selectors, whatever is not seen.
fn joins(sign: char) -> bool {
    if quick(sign).is_some() {
        return false;
    }
    matches!(sign, '\u{ff9e}' | '\u{ff9f}' | '\u{309b}' | '\u{309c}')
        || unicode_normalization::char::is_combining_mark(sign)
        || (is_invisible(sign) && !sign.is_control())
}

/// What the signs that nearly every text is made of fold to.
fn quick(sign: char) -> Option<char> {
    match sign {
        '!'..='~' => Some(sign.to_ascii_lowercase()),
        '、' | '。' | '「' | '」' | 'ぁ'..='ゔ' => Some(sign),
        'ァ'..='ヴ' => Some(hiragana(sign)),
        '一'..='\u{9fff}' => Some(old_form(sign)),
        'ー' => Some('-'),
        _ => None,
    }
}
