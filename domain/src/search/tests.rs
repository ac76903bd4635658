//! What is found, by the law: exactly what looking through the folded text finds.

use proptest::prelude::*;

use super::{
    annotated,
    index::{Builder, Field, Place, buckets_of, find},
    passage::{marked, passage},
    sections::sections,
    wanted::{parts, words},
};
use crate::folding;

fn none(_: &str) -> Vec<String> {
    Vec::new()
}

#[test]
fn a_page_falls_into_its_sections_with_readings_and_anchors() {
    let html = "<p><ruby>右手<rp>(</rp><rt>みぎて</rt><rp>)</rp></ruby>で &lt;持つ&gt;</p>\n\
                <h2 id=\"持ち方\">持ち方</h2>\n<ul>\n<li>軽く<br>\nにぎる</li>\n</ul>\n";
    let all = sections([html]);
    assert_eq!(all.len(), 2);
    assert_eq!(annotated::written(&all[0].text).trim(), "右手で <持つ>");
    assert_eq!(
        annotated::read_out(&all[0].text).unwrap().trim(),
        "みぎてで <持つ>"
    );
    assert_eq!((&*all[1].anchor, &*all[1].heading), ("持ち方", "持ち方"));
    assert_eq!(
        all[1].text.split_whitespace().collect::<Vec<_>>(),
        ["軽く", "にぎる"]
    );
}

#[test]
fn spellings_that_mean_the_same_are_looked_for_together() {
    let spelled = |typed: &str| words(typed, none).remove(0).spellings;
    for typed in ["wifi", "Ｗｉ－Ｆｉ", "ワイファイ", "わいふぁい"] {
        let spellings = spelled(typed);
        for one in ["wifi", "Wi-Fi", "ワイファイ"] {
            assert!(
                spellings.contains(&folding::search(one)),
                "{typed}: {spellings:?}"
            );
        }
    }
    assert_eq!(spelled("電子メール")[0], "電子め-る");
    // A short spelling within another word is chance.
    assert_eq!(spelled("upc").len(), 1);
}

#[test]
fn what_is_typed_in_one_run_falls_into_its_parts() {
    let of = |typed: &str| -> Vec<String> {
        parts(typed, none)
            .into_iter()
            .map(|word| word.spellings[0].clone())
            .collect()
    };
    assert_eq!(of("マウスの持ち方"), ["まうす", "持", "方"]);
    assert_eq!(of("Wi-Fiにつながらない"), ["wi-fi"]);
    assert_eq!(of("やりかた"), Vec::<String>::new());
}

#[test]
fn the_passage_marks_what_is_written_whatever_it_was_found_by() {
    let text = format!(
        "はじめに\n{}でマウスをもちます。",
        annotated::word("右手", "みぎて")
    );
    let hits = |word: &str| -> Vec<String> {
        let folded = folding::search(word);
        passage(&text, &[&folded], 40)
            .parts
            .into_iter()
            .filter(|part| part.hit)
            .map(|part| part.written)
            .collect()
    };
    assert_eq!(hits("みぎて"), ["右手"]);
    assert_eq!(hits("右手"), ["右手"]);
    assert_eq!(hits("ﾏｳｽ"), ["マウス"]);
    assert_eq!(hits("てでまう"), ["右手", "でマウ"]);
    assert_eq!(hits("ない"), Vec::<String>::new());
    let all: String = marked(&text, &["まうす"])
        .into_iter()
        .map(|part| part.written)
        .collect();
    assert_eq!(all, "はじめに 右手でマウスをもちます。");
}

/// Signs that come together in Japanese texts, with all that folding changes.
const SIGNS: &[&str] = &[
    "あ",
    "っ",
    "ぱ",
    "ア",
    "ガ",
    "パ",
    "ヴ",
    "ヶ",
    "・",
    "ー",
    "ｱ",
    "ｶﾞ",
    "ﾊﾟ",
    "ｰ",
    "か\u{3099}",
    "は\u{309a}",
    "か゛",
    "漢",
    "髙",
    "斎",
    "國",
    "々",
    "〇",
    "、",
    "。",
    "「",
    "」",
    "Ａ",
    "ｂ",
    "A",
    "b",
    "0",
    "９",
    "-",
    "－",
    "‐",
    "―",
    "~",
    "〜",
    " ",
    "\u{3000}",
    "\n",
    "×",
    "か\u{200b}\u{3099}",
    "\u{200b}",
    "葛\u{fe0f}",
    "é",
    "ß",
    "①",
    "㈱",
    "㍻",
    "’",
    "“",
    "\\",
    "¥",
];

proptest! {
    #[test]
    fn letter_by_letter_a_text_folds_as_it_does_whole(
        signs in proptest::collection::vec(proptest::sample::select(SIGNS), 0..24),
    ) {
        let text = signs.concat();
        let mut folded = String::new();
        let mut end = 0;
        folding::search_letters(&text, |range, letter| {
            assert!(range.start <= range.end && range.end <= text.len());
            assert!(range.end >= end);
            end = range.end;
            folded.push(letter);
        });
        prop_assert_eq!(folded, folding::search(&text));
    }

    #[test]
    fn what_is_found_is_what_looking_through_finds(
        texts in proptest::collection::vec(proptest::collection::vec("[abcあい]{0,30}", 2), 1..6),
        word in "[abcあい]{1,8}",
    ) {
        let fields = [Field::Title, Field::Body];
        let mut builder = Builder::default();
        let mut seen = Vec::new();
        for (number, text) in (0..).zip(&texts) {
            for (field, text) in fields.into_iter().zip(text) {
                let letters: Vec<char> = text.chars().collect();
                builder.add(number, field, &letters);
                let looked: Vec<char> = word.chars().collect();
                for (at, window) in (0..).zip(letters.windows(looked.len())) {
                    if window == looked {
                        seen.push(Place { text: number, field, at });
                    }
                }
            }
        }
        let buckets = builder.finish();
        let needed = buckets_of(&word);
        let found = find(&word, |bucket| {
            assert!(needed.contains(&bucket));
            buckets.get(&bucket).map(Vec::as_slice)
        });
        prop_assert_eq!(found, seen);
    }

    #[test]
    fn bytes_that_are_no_index_find_something_or_nothing_and_end(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        word in "[abcあい]{1,4}",
    ) {
        let _ = find(&word, |_| Some(bytes.as_slice()));
    }
}
