//! Aiken: a question on a line, choices `A. …` or `A) …`, `ANSWER: A`.

use super::answers::plain_choice;

use super::item::{Item, Kind, Quiz, title};
use super::rich::Reading;
use crate::folding;

/// The choice of a line: its letter and its text. `next` is the letter that would go on a list, which may
/// stand without a space behind it, small, or in full width.
fn choice(line: &str, next: Option<char>) -> Option<(char, &str)> {
    let line = folding::trimmed(line);
    let mut letters = line.chars();
    let written = letters.next()?;
    let mut folded = folding::structure(written.encode_utf8(&mut [0; 4])).to_uppercase();
    let letter = folded.pop().filter(char::is_ascii_uppercase)?;
    let rest = letters.as_str().strip_prefix(['.', ')', '．', '）'])?;
    let goes_on = next == Some(letter);
    let plain = written.is_ascii_uppercase() && (rest.is_empty() || rest.starts_with(char::is_whitespace));
    (folded.is_empty() && (plain || goes_on)).then_some((letter, rest.trim()))
}

/// The letters of an answer line, and what else it says.
fn answer(line: &str) -> Option<(Vec<char>, String)> {
    let line = folding::structure(line);
    let rest = line.strip_prefix("answer:")?.trim();
    let mut letters = Vec::new();
    let mut other = Vec::new();
    for word in rest
        .split([',', ';', '、', '/', '&', ' '])
        .filter(|word| !word.is_empty())
    {
        let mut signs = word.trim_end_matches(['.', ')']).chars();
        match (signs.next(), signs.next()) {
            (Some(letter), None) if letter.is_ascii_alphabetic() && other.is_empty() => {
                letters.push(letter.to_ascii_uppercase());
            }
            _ if word == "and" => {}
            _ => other.push(word),
        }
    }
    let other = other.join(" ");
    if letters.is_empty() {
        let first = other.chars().next().filter(char::is_ascii_alphabetic)?;
        letters.push(first.to_ascii_uppercase());
    }
    Some((letters, other))
}

/// Whether a text looks like this format.
pub(crate) fn fits(text: &str) -> bool {
    text.lines().any(|line| answer(line).is_some())
        && text.lines().any(|line| choice(line, Some('A')).is_some())
}

pub(crate) fn read(reading: &mut Reading<'_>, text: &str, stem: &str) -> Vec<Quiz> {
    let mut items = Vec::new();
    let mut question: Vec<&str> = Vec::new();
    let mut choices: Vec<(char, String)> = Vec::new();
    let mut parted = false;
    for line in text.lines() {
        let next = match choices.last() {
            Some((last, _)) => char::from_u32(*last as u32 + 1),
            None => Some('A'),
        };
        if let Some(right) = answer(line) {
            items.extend(finish(reading, &question, &choices, Some(right)));
            question.clear();
            choices.clear();
        } else if let (Some((letter, text)), false) = (choice(line, next), question.is_empty()) {
            choices.push((letter, text.to_owned()));
        } else if line.trim().is_empty() {
            parted = true;
            continue;
        } else if !choices.is_empty() && parted {
            // The next question: this one has no answer line.
            items.extend(finish(reading, &question, &choices, None));
            choices.clear();
            question = vec![line.trim()];
        } else if let Some((_, last)) = choices.last_mut() {
            // A choice that goes on.
            last.push(' ');
            last.push_str(line.trim());
        } else {
            question.push(line.trim());
        }
        parted = false;
    }
    if !question.is_empty() || !choices.is_empty() {
        items.extend(finish(reading, &question, &choices, None));
    }
    vec![Quiz {
        title: title("", stem),
        items,
        ..Quiz::default()
    }]
}

fn finish(
    reading: &mut Reading<'_>,
    question: &[&str],
    choices: &[(char, String)],
    right: Option<(Vec<char>, String)>,
) -> Option<Item> {
    reading.begin(&question.join(" "));
    if question.is_empty() {
        reading.leave_out("問題文がありません。", "It has no text.");
        return None;
    }
    let Some((right, other)) = right else {
        reading.leave_out("ANSWER: の行がありません。", "It has no line ANSWER:.");
        return None;
    };
    let missing = right
        .iter()
        .find(|right| choices.iter().all(|(letter, _)| letter != *right));
    if let Some(right) = missing {
        reading.leave_out(
            format!("正解「{right}」の選択肢がありません。"),
            format!("The right answer, {right}, is not among its choices."),
        );
        return None;
    }
    if !other.is_empty() {
        reading.note(
            format!("ANSWER: の行の「{other}」は読みません。"),
            format!("Not read of its line ANSWER: \"{other}\"."),
        );
    }
    let many = right.len() > 1;
    if many {
        reading.note(
            "正解が2つ以上あります。全部選ぶと正解です。",
            "Several choices are right: all of them must be chosen.",
        );
    }
    let choices = choices
        .iter()
        .map(|(letter, text)| plain_choice(text, right.contains(letter)))
        .collect();
    Some(Item {
        name: reading.item.clone(),
        blocks: reading.plain(&question.join("\n")),
        kind: Kind::Choices { many, choices },
        points: 1.0,
        ..Item::default()
    })
}
