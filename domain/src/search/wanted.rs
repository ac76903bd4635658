//! What is looked for: the words of what was typed, each in the spellings that mean the same.

use crate::folding;

/// How many letters of what is typed are looked for; more is no word.
pub const LETTERS: usize = 100;
/// How many words are looked for at once.
const WORDS: usize = 6;
/// In how many spellings a word is looked for.
const SPELLINGS: usize = 8;

/// Spellings that mean the same, a line each.
const ALIKE: &str = include_str!("spellings.txt");

/// A word, folded: as it was typed, then in its other spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// See the type; never empty.
    pub spellings: Vec<String>,
}

/// The words of what was typed. `also` gives more spellings of a folded word: the word of a reading.
pub fn words(typed: &str, also: impl Fn(&str) -> Vec<String>) -> Vec<Word> {
    of(typed.split_whitespace().map(str::to_owned), also)
}

/// What the words of what was typed are made of, without what stands between: the kanji, the katakana, the
/// letters of マウスの持ち方. For when the whole is nowhere.
pub fn parts(typed: &str, also: impl Fn(&str) -> Vec<String>) -> Vec<Word> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = Script::Other;
    for letter in typed.chars() {
        let script = Script::of(letter, before);
        match parts.last_mut() {
            Some(part) if script == before && script != Script::Other => part.push(letter),
            Some(_) | None if script != Script::Other => parts.push(letter.into()),
            Some(_) | None => {}
        }
        before = script;
    }
    of(parts, also)
}

/// What letters belong together as one word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
    Letters,
    Other,
}

impl Script {
    fn of(letter: char, before: Script) -> Script {
        match letter {
            'ー' | 'ｰ' | '゛' | '゜' | 'ﾞ' | 'ﾟ' => before,
            'ァ'..='ヺ' | 'ｦ'..='ﾝ' => Script::Katakana,
            '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Script::Kanji,
            '-' if before == Script::Letters => Script::Letters,
            'ぁ'..='ゟ' => Script::Other,
            _ if letter.is_alphanumeric() => Script::Letters,
            _ => Script::Other,
        }
    }
}

fn of(typed: impl IntoIterator<Item = String>, also: impl Fn(&str) -> Vec<String>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for word in typed {
        let word = folding::search(&word);
        if word.is_empty() || words.iter().any(|known| known.spellings[0] == word) {
            continue;
        }
        let mut spellings = vec![word.clone()];
        let more = also(&word).into_iter().map(|other| folding::search(&other));
        for other in more.chain(alike(&word)) {
            if !other.is_empty() && !spellings.contains(&other) && spellings.len() < SPELLINGS {
                spellings.push(other);
            }
        }
        words.push(Word { spellings });
        if words.len() == WORDS {
            break;
        }
    }
    words
}

/// The other spellings of a folded word, and of what is in it.
fn alike(word: &str) -> Vec<String> {
    let mut others = Vec::new();
    for line in ALIKE.lines().filter(|line| !line.starts_with('#')) {
        let line: Vec<String> = line.split('=').map(folding::search).collect();
        // The longest spelling that is in the word: 電子メール is not a メール of 電子.
        let within = line
            .iter()
            .filter(|spelling| !spelling.is_empty() && word.contains(spelling.as_str()))
            .max_by_key(|spelling| spelling.len());
        let Some(within) = within else { continue };
        let whole = word == within;
        // A short one may stand in a word by chance: "pc" in "upc".
        if whole || within.chars().count() > 3 {
            let rest = line.iter().filter(|other| *other != within);
            others.extend(rest.map(|other| word.replace(within.as_str(), other)));
        }
    }
    others
}
