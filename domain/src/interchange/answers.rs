//! The answers of an item, made such that our format holds them; what it cannot hold is said.

use super::escape;
use super::item::{Choice, Item, Kind};
use super::rich::Reading;
use crate::{Lang, folding};

/// Notes a loss: whether the item is left out, and the sentence in both languages.
type Note<'n> = &'n mut dyn FnMut(bool, String, String);

/// Makes the item fit; nothing if it cannot be held, which has been noted.
pub(crate) fn settle(item: &mut Item, lang: Lang, note: Note<'_>) -> Option<()> {
    let fits = match &mut item.kind {
        Kind::Choices { many, choices } => settle_choices(many, choices, lang, note),
        Kind::Survey { choices, .. } => {
            apart(choices, lang, note);
            true
        }
        Kind::Text { accepted, .. } => settle_text(accepted, note),
        Kind::Number {
            value,
            tolerance,
            unit,
        } => {
            if !tolerance.is_finite() || *tolerance < 0.0 {
                *tolerance = 0.0;
            }
            settle_unit(unit, note);
            let fits = value.is_finite();
            if !fits {
                out(note, "答えの数がありません。", "Its answer is not a number.");
            }
            fits
        }
        Kind::Blanks { .. } => {
            let fits = item.blocks.iter().any(|block| block.contains("[["))
                && !item.blocks.iter().any(|block| block.contains("[[]]"));
            if !fits {
                out(
                    note,
                    "空欄の答えがありません。",
                    "A gap has no answer that can be written.",
                );
            }
            fits
        }
        Kind::Match { pairs, .. } => {
            pairs.retain(|pair| !pair.left.is_empty() && !pair.right.is_empty());
            let twice =
                (1..pairs.len()).any(|at| pairs[..at].iter().any(|other| other.left == pairs[at].left));
            if twice || pairs.len() < 2 {
                out(
                    note,
                    "組み合わせが足りないか、同じ項目が2回あります。",
                    "It has too few pairs, or the same item twice.",
                );
            }
            !twice && pairs.len() > 1
        }
        Kind::Order { steps } => {
            apart(steps, lang, note);
            let fits = steps.len() > 1;
            if !fits {
                out(
                    note,
                    "並べるものが2つありません。",
                    "There are not two things to put in order.",
                );
            }
            fits
        }
        Kind::Essay { rubric } | Kind::Upload { rubric, .. } => {
            if rubric.is_empty() {
                note(
                    false,
                    "採点の項目がないので、1つ書きました。内容に合わせて直してください。".to_owned(),
                    "It had no rubric, so one point was written; please adapt it.".to_owned(),
                );
                let text = lang.t("問いに答えている", "It answers the question");
                rubric.push(Choice {
                    id: Some("answers".to_owned()),
                    blocks: vec![text.to_owned()],
                    ..Choice::default()
                });
            }
            apart(rubric, lang, note);
            true
        }
    };
    if item.blocks.is_empty() && item.name.is_empty() && fits {
        out(note, "問題文がありません。", "It has no text.");
        return None;
    }
    fits.then_some(())
}

fn out(note: Note<'_>, ja: &str, en: &str) {
    note(true, ja.to_owned(), en.to_owned());
}

fn settle_choices(many: &mut bool, choices: &mut [Choice], lang: Lang, note: Note<'_>) -> bool {
    apart(choices, lang, note);
    let right = choices.iter().filter(|choice| choice.correct).count();
    if right == 0 {
        out(note, "正解の選択肢がありません。", "No choice is right.");
        return false;
    }
    if choices.len() < 2 {
        out(note, "選択肢が1つしかありません。", "It has only one choice.");
        return false;
    }
    if !*many && right > 1 {
        note(
            false,
            "どれか1つを選べば正解になる選択肢が2つ以上あります。最初のものだけを正解にしました。必ず見直してください。".to_owned(),
            "Several choices were each right on their own; only the first is right now. Please look at it.".to_owned(),
        );
        let mut first = true;
        for choice in choices.iter_mut().filter(|choice| choice.correct) {
            choice.correct = std::mem::take(&mut first);
        }
    }
    true
}

/// Empty choices get a name, equal ones a number.
fn apart(choices: &mut [Choice], lang: Lang, note: Note<'_>) {
    for at in 0..choices.len() {
        if choices[at].blocks.is_empty() {
            let name = lang.t(format!("選択肢 {}", at + 1), format!("Choice {}", at + 1));
            note(
                false,
                format!("{}番目の選択肢に文がありません。", at + 1),
                format!("Choice {} has no text.", at + 1),
            );
            choices[at].blocks = vec![name];
        }
        let same = choices[..at]
            .iter()
            .filter(|other| {
                other.blocks.first().map(|text| bare(text))
                    == choices[at].blocks.first().map(|text| bare(text))
                    && other.blocks[1..] == choices[at].blocks[1..]
            })
            .count();
        if same > 0 {
            note(
                false,
                format!("{}番目は前のものと同じ文なので、番号を付けました。", at + 1),
                format!(
                    "Number {} says the same as an earlier one and got a number.",
                    at + 1
                ),
            );
            if let Some(first) = choices[at].blocks.first_mut() {
                first.push_str(&format!("（{}）", at + 1));
            }
        }
    }
}

/// A text without the marks that do not show.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| *letter != '\\').collect()
}

fn settle_text(accepted: &mut Vec<String>, note: Note<'_>) -> bool {
    let mut kept: Vec<String> = Vec::new();
    for answer in accepted.iter() {
        let answer = clean(answer);
        if answer.contains(['|', '｜']) {
            note(
                false,
                format!("縦線のある答え「{answer}」は書けないので、外しました。"),
                format!("The answer \"{answer}\" was left out: it has a bar."),
            );
        } else if !answer.is_empty() && !kept.contains(&answer) {
            kept.push(answer);
        }
    }
    *accepted = kept;
    if accepted.is_empty() {
        out(
            note,
            "受け付ける答えがありません。",
            "It accepts no answer that can be written.",
        );
    }
    !accepted.is_empty()
}

fn settle_unit(unit: &mut Option<String>, note: Note<'_>) {
    let Some(written) = unit.as_ref().map(|unit| clean(unit)) else {
        return;
    };
    let odd = written.is_empty()
        || written.starts_with(|letter: char| {
            letter.is_numeric() || matches!(letter, '.' | ',' | ':' | '-' | '/' | '+' | '±')
        })
        || written.chars().count() > 20;
    if odd {
        if !written.is_empty() {
            note(
                false,
                format!("単位「{written}」は書けないので、外しました。"),
                format!("The unit \"{written}\" cannot be written and was left out."),
            );
        }
        *unit = None;
    } else {
        *unit = Some(written);
    }
}

/// An answer on one line.
pub(crate) fn clean(answer: &str) -> String {
    let answer: String = answer
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !letter.is_control() && *letter != '\u{feff}')
        .collect();
    answer
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The answers of a gap that can stand between `[[` and `]]`, and those that cannot.
pub(crate) fn gap(answers: &[String]) -> (Vec<String>, Vec<String>) {
    let mut kept: Vec<String> = Vec::new();
    let mut lost = Vec::new();
    for answer in answers {
        let answer = clean(answer);
        if answer.is_empty() || kept.contains(&answer) {
            continue;
        }
        if answer.contains(['|', '｜', '{', '}', '`', '[', ']', '\\', '*', '_', '~', '<', '&']) {
            lost.push(answer);
        } else {
            kept.push(answer);
        }
    }
    (kept, lost)
}

/// The tags of a category's path, `$course$/top/IT/Keyboard`: a tag for each part that is not the other
/// system's own.
pub(crate) fn category(path: &str) -> Vec<String> {
    // A slash of a name is written twice.
    path.replace("//", "\u{e000}")
        .split('/')
        .map(|part| part.replace('\u{e000}', "/").trim().to_owned())
        .filter(|part| !part.is_empty() && !part.starts_with('$') && part != "top")
        // What Moodle calls the category that it makes by itself.
        .filter(|part| !part.starts_with("Default for ") && !part.ends_with("のデフォルト"))
        .collect()
}

/// Leaves out an item whose gaps take words from a list: without the list nobody could answer it.
pub(crate) fn leave_out_word_bank(reading: &mut Reading<'_>) {
    reading.leave_out(
        "空欄に入れる言葉を一覧から選ぶ問題は、一覧がなくなると答えられないので、入れていません。空欄ごとの選択問題に書き直してください。",
        "Gaps that are filled from a list cannot be held, and without the list nobody could answer; please write a choice question for each gap.",
    );
}

/// A tag without the characters that part tags.
pub(crate) fn tag(tag: &str) -> String {
    let mut out = String::new();
    for letter in tag.trim().chars() {
        if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':') {
            out.push(letter);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

/// A plain sentence as the blocks of a choice.
pub(crate) fn plain_choice(text: &str, correct: bool) -> Choice {
    Choice {
        blocks: vec![escape::line_start(&escape::text(text))],
        correct,
        ..Choice::default()
    }
}

/// Says which weights are not kept. Ours: all of the points for the right one; or, of several, an equal
/// share for each right one, and as much off for each wrong one.
pub(crate) fn note_weights(reading: &mut Reading<'_>, many: bool, weights: &[f64], right: &[bool]) {
    if many {
        let count = right.iter().filter(|right| **right).count().max(1);
        let share = 100.0 / count as f64;
        let same = weights.iter().zip(right).all(|(weight, right)| {
            let wanted = if *right { share } else { -share };
            (weight - wanted).abs() < 1.0
        });
        if !same {
            reading.note(
                "選択肢ごとの重み（%）は、正解どうし同じ重み、不正解は同じだけ引く、に変わりました。",
                "The choices' weights became equal: each right one counts the same, each wrong one takes as much off.",
            );
        }
    } else if weights
        .iter()
        .zip(right)
        .any(|(weight, right)| !right && weight.abs() > 1e-9)
    {
        reading.note(
            "不正解の選択肢の部分点・減点（%）は、入れられません。",
            "Points for, or off, wrong choices (percent) cannot be held.",
        );
    }
}

/// A number in any width, nothing if it is none or has no end.
pub(crate) fn number(text: &str) -> Option<f64> {
    folding::structure(text)
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
}

/// A number without the last digits that halves of binary fractions leave: 0.15, not 0.15000000000000002.
pub(crate) fn tidy(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}
