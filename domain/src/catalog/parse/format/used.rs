//! The ids that the files had before, with the words that they stood for: an id of a choice that was deleted
//! long ago still stands in the answers of that time.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::furigana;
use crate::catalog::parse::source::Name;
use crate::folding;

/// Ids of earlier versions of the files of one course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsedIds(BTreeMap<(String, bool), Used>);

/// The ids of one lesson or quiz, each with the words it stood for.
pub(super) type Used = BTreeMap<String, BTreeSet<String>>;

impl UsedIds {
    /// Takes note of a line that a file had once; a line without an id says nothing.
    pub fn note(&mut self, path: &str, line: &str) {
        let Some(name) = Name::of(path) else { return };
        let Some((words, id)) = id_of(line) else { return };
        let file = self.0.entry((name.id.to_owned(), name.quiz)).or_default();
        file.entry(id.to_owned()).or_default().insert(alike(words));
    }

    /// The ids of one lesson or quiz.
    pub(super) fn of(&self, id: &str, quiz: bool) -> Option<&Used> {
        self.0.get(&(id.to_owned(), quiz))
    }
}

/// The words of a line and the id behind them.
fn id_of(line: &str) -> Option<(&str, &str)> {
    let open = line.rfind('{')?;
    let inside = line[open..].split('}').next()?;
    let id = inside[inside.find('#')? + 1..].split([' ', '\t', '.']).next()?;
    let mut words = line[..open].trim();
    // What stands before the words of a heading, choice, step, point or pair.
    words = words.trim_start_matches(['>', ' ']);
    if words.starts_with('|') {
        words = words.rsplit('|').next().unwrap_or(words);
    } else if words.starts_with('#') {
        words = words.trim_start_matches('#');
    } else if let Some(rest) = words.strip_prefix(['-', '*', '+']) {
        let rest = rest.trim_start();
        words = ["[ ]", "[x]", "[X]"]
            .iter()
            .find_map(|mark| rest.strip_prefix(*mark))
            .unwrap_or(rest);
    } else if let Some((number, rest)) = words.split_once(['.', ')'])
        && number.bytes().all(|digit| digit.is_ascii_digit())
    {
        words = rest;
    }
    (!id.is_empty()).then_some((words, id))
}

/// Words without their markup, to be compared.
pub(super) fn alike(words: &str) -> String {
    let plain: String = furigana::to_plain(words)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '*' | '`' | '\\' | '_' | '~'))
        .collect();
    folding::exact(&plain)
}

#[cfg(test)]
mod tests {
    use super::{alike, id_of};

    #[test]
    fn the_words_of_a_line_stand_before_its_id() {
        for (line, words, id) in [
            ("## いくつ？ {#sum points=2}", "いくつ？", "sum"),
            ("### どれ {.question #which}", "どれ", "which"),
            ("- [x] {右手|みぎて} {#right-hand}", "右手", "right-hand"),
            ("  * [ ] `ls` {#ls}", "ls", "ls"),
            ("> - [ ] お礼 {#thanks}", "お礼", "thanks"),
            ("| 一 | {二｜に} {#two} |", "二", "two"),
            ("12. 開ける {#open}", "開ける", "open"),
        ] {
            let found = id_of(line).map(|(words, id)| (alike(words), id));
            assert_eq!(found, Some((words.to_owned(), id)), "{line}");
        }
        assert_eq!(id_of("文です。"), None);
        assert_eq!(id_of("{右手|みぎて}"), None);
    }
}
