//! Words half in kanji and half in kana: who cannot read the kanji is not helped, and nobody finds the word
//! again on a screen.

use std::ops::Range;
use std::sync::LazyLock;

use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::parse::sink::Sink;
use crate::catalog::parse::source::SourceFiles;

/// The wrong and the right spelling of each word, sorted.
static SPELLINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut all: Vec<(&str, &str)> = include_str!("spellings.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .collect();
    all.sort_unstable();
    all
});

/// The letters that a word of the list begins with, a bit for each: every letter of every lesson is looked up.
static FIRST: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x1_0000 / 64];
    for letter in SPELLINGS.iter().filter_map(|(wrong, _)| wrong.chars().next()) {
        let at = letter as usize;
        if let Some(word) = bits.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }
    bits
});

/// Whether a word of the list begins with a letter.
fn begins(letter: char) -> bool {
    let at = letter as usize;
    FIRST
        .get(at / 64)
        .is_some_and(|word| word & (1 << (at % 64)) != 0)
}

/// Looks at every Japanese text of a course, once a word and file.
pub(super) fn check(files: &SourceFiles) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, bytes) in &files.0 {
        if !(path.ends_with(".ja.md") || path == "course.toml") {
            continue;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        let mut sink = Sink::new(path, text);
        for (span, right) in mixed(text) {
            let wrong = &text[span.clone()];
            let message = Message::new(
                format!("「{wrong}」は、画面や紙では「{right}」と書かれています。"),
                format!("On screens and in letters \"{wrong}\" is written \"{right}\"."),
            );
            let hint = sink.hint("K0801", span, message);
            hint.help(
                format!("「{right}」と書きます。読みは {{{right}|…}} で付けます。"),
                format!("Write \"{right}\"; its reading stands above it with {{{right}|…}}."),
            );
            hint.instead = Some(right.to_owned());
        }
        found.extend(sink.into_found());
    }
    found
}

/// The first place of each word of the list that is read as it stands: not in code, in a reading, in an address,
/// or in an answer as a learner may type it.
fn mixed(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    let mut at = 0;
    let mut fence = None;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start();
        let mark = trimmed.get(..3).filter(|mark| matches!(*mark, "```" | "~~~"));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_none() { mark } else { None };
            continue;
        }
        let answer = ["=", "accept:", "reject:"]
            .iter()
            .any(|sign| trimmed.starts_with(sign));
        if fence.is_some() || answer || line.is_ascii() {
            continue;
        }
        for (place, letter) in line.char_indices() {
            if !begins(letter) {
                continue;
            }
            let rest = &line[place..];
            let from = SPELLINGS.partition_point(|(wrong, _)| wrong.chars().next() < Some(letter));
            let same = SPELLINGS[from..]
                .iter()
                .take_while(|(wrong, _)| wrong.starts_with(letter));
            for (wrong, right) in same.filter(|(wrong, _)| rest.starts_with(wrong)) {
                let known = found.iter().any(|(span, _)| &text[span.clone()] == *wrong);
                if !known && read_as_it_stands(line, place, wrong) {
                    found.push((start + place..start + place + wrong.len(), *right));
                }
            }
        }
    }
    found
}

fn read_as_it_stands(line: &str, place: usize, wrong: &str) -> bool {
    let (before, after) = (&line[..place], &line[place + wrong.len()..]);
    let code = before.matches('`').count() % 2 == 1;
    // A reading stands between a bar and a brace.
    let reading = before.rfind(['|', '｜']).is_some_and(|bar| {
        before[..bar].contains('{') && !before[bar..].contains('}') && after.contains('}')
    });
    let gap = before.matches("[[").count() > before.matches("]]").count();
    let target = before
        .rfind("](")
        .is_some_and(|open| !before[open..].contains(')'));
    // A word that only begins or ends in the same letters is another one.
    let kana = |letter: char| matches!(letter, '\u{3041}'..='\u{3096}');
    let kanji = |letter: char| matches!(letter, '々' | '\u{3400}'..='\u{9fff}');
    let (first, last) = (wrong.chars().next(), wrong.chars().next_back());
    let joined_before = first.is_some_and(kanji) && before.chars().next_back().is_some_and(kanji);
    let joined_after = last.is_some_and(kanji) && after.chars().next().is_some_and(kanji);
    let kana_word = wrong.chars().all(kana);
    let inside_kana = kana_word
        && before
            .chars()
            .next_back()
            .is_some_and(|letter| kana(letter) && !particle(letter));
    // Kana between quotation marks are kana that are spoken of.
    let quoted = kana_word && before.ends_with('「') && after.starts_with('」');
    !(code || quoted || reading || gap || target || joined_before || joined_after || inside_kana)
}

/// The letters that join words.
fn particle(letter: char) -> bool {
    matches!(
        letter,
        'を' | 'は' | 'が' | 'に' | 'で' | 'と' | 'も' | 'の' | 'へ' | 'や'
    )
}

#[cfg(test)]
mod tests {
    use super::{SPELLINGS, mixed};

    #[test]
    fn words_of_the_list_are_found_where_they_are_read() {
        let found = |text: &str| -> Vec<String> {
            let found = mixed(text).into_iter();
            found
                .map(|(span, right)| format!("{}→{right}", &text[span]))
                .collect()
        };
        assert_eq!(found("先生に連らくします。連らくは電話です。\n"), ["連らく→連絡"]);
        assert_eq!(
            found("けいじ板と名ぼをほぞんします。\n"),
            ["けいじ板→掲示板", "名ぼ→名簿", "ほぞん→保存"]
        );
        for fine in [
            "{保存|ほぞん}します。\n",
            "`名ぼ` と [x](files/名ぼ.pdf)\n",
            "= 連らく\naccept: ほぞん\n",
            "答えは [[連らく]] です。\n",
            "```\n連らく\n```\n",
            "記名ぼうしに、らほぞんな\n",
            "「ほぞん」のほ\n",
            "連絡、名簿、保存\n",
        ] {
            assert_eq!(found(fine), [""; 0], "{fine}");
        }
    }

    #[test]
    fn each_spelling_of_the_list_is_wrong_and_has_its_right_one() {
        for (wrong, right) in SPELLINGS.iter() {
            let kana = |letter: char| matches!(letter, '\u{3041}'..='\u{3096}');
            assert!(wrong.chars().any(kana) && wrong != right, "{wrong}");
            assert!(
                !SPELLINGS.iter().any(|(other, _)| right.contains(other)),
                "{right}"
            );
        }
    }
}
