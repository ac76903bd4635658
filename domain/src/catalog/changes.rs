//! What is worded otherwise in another state of a course: sentence beside sentence, so that who publishes
//! reads what learners will read, and sees where an id has come to mean something else.

use std::collections::BTreeMap;

use super::model::{Block, Course, Question};
use crate::Lang;

/// Some words that change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsChange {
    /// The lesson or quiz.
    pub item: String,
    /// The question, where it is one's.
    pub question: Option<String>,
    /// The choice, pair, step or point, where it is one's.
    pub part: Option<String>,
    /// The language.
    pub lang: Lang,
    /// As it is; empty for what comes.
    pub before: String,
    /// As it would be; empty for what goes.
    pub after: String,
    /// Whether an id keeps standing, and for quite other words: answers that were given to it would count
    /// for what nobody saw.
    pub reused: bool,
}

/// How alike texts under one id are, at least, to be one text reworded: the share of their pairs of letters
/// that both have.
const ALIKE: f64 = 0.25;

/// Every change of words of lessons and quizzes that both states have, in the order of the newer one.
pub fn words_changed(old: &Course, new: &Course) -> Vec<WordsChange> {
    let mut changes = Vec::new();
    for (id, lesson) in &new.lessons {
        let Some(before) = old.lessons.get(id) else {
            continue;
        };
        for (lang, text) in &lesson.texts {
            let Some(earlier) = before.texts.get(lang) else {
                continue;
            };
            let lines = |text: &super::model::LessonText| {
                let html = text.blocks.iter().filter_map(|block| match block {
                    Block::Html(html) => Some(html.as_str()),
                    Block::Question(_) => None,
                });
                std::iter::once(text.title_html.as_str())
                    .chain(text.goals.iter().map(String::as_str))
                    .chain(html)
                    .flat_map(lines)
                    .collect::<Vec<_>>()
            };
            for (before, after) in beside(&lines(earlier), &lines(text)) {
                changes.push(WordsChange {
                    item: id.clone(),
                    question: None,
                    part: None,
                    lang: *lang,
                    before,
                    after,
                    reused: false,
                });
            }
        }
        for (question, asked) in &lesson.questions {
            if let Some(before) = before.questions.get(question) {
                compare(id, before, asked, &mut changes);
            }
        }
    }
    for (id, quiz) in &new.quizzes {
        let Some(before) = old.quizzes.get(id) else {
            continue;
        };
        for asked in &quiz.questions {
            if let Some(before) = before.question(&asked.id) {
                compare(id, before, asked, &mut changes);
            }
        }
    }
    changes
}

fn compare(item: &str, old: &Question, new: &Question, changes: &mut Vec<WordsChange>) {
    for (lang, text) in &new.texts {
        let Some(earlier) = old.texts.get(lang) else {
            continue;
        };
        let change = |part: Option<&str>, before: String, after: String| {
            let named = !before.is_empty() && !after.is_empty();
            WordsChange {
                item: item.to_owned(),
                question: Some(new.id.clone()),
                part: part.map(str::to_owned),
                lang: *lang,
                reused: named && alike(&before, &after) < ALIKE,
                before,
                after,
            }
        };
        let asked = |text: &super::model::QuestionText| {
            let mut all = lines(&text.title_html);
            all.extend(lines(&text.body_html));
            all.join("\n")
        };
        let (before, after) = (asked(earlier), asked(text));
        if before != after {
            changes.push(change(None, before, after));
        }
        let parts = |text: &super::model::QuestionText| -> BTreeMap<String, String> {
            let choice = |(id, choice): (&String, &super::model::ChoiceText)| {
                let left = text.lefts.get(id).map(|left| lines(left).join(" "));
                let own = lines(&choice.html).join("\n");
                let own = left.map_or(own.clone(), |left| format!("{left} — {own}"));
                (id.clone(), own)
            };
            text.choices.iter().map(choice).collect()
        };
        let (before, after) = (parts(earlier), parts(text));
        for (id, words) in &before {
            let other = after.get(id).cloned().unwrap_or_default();
            if other != *words {
                changes.push(change(Some(id), words.clone(), other));
            }
        }
        for (id, words) in after.iter().filter(|(id, _)| !before.contains_key(*id)) {
            changes.push(change(Some(id), String::new(), words.clone()));
        }
        let told = |text: &super::model::QuestionText| {
            let feedback = text
                .choices
                .values()
                .filter_map(|choice| choice.feedback_html.as_deref());
            let all = text
                .hints
                .iter()
                .map(String::as_str)
                .chain(text.explanation_html.as_deref());
            all.chain(feedback).flat_map(lines).collect::<Vec<_>>()
        };
        for (before, after) in beside(&told(earlier), &told(text)) {
            changes.push(WordsChange {
                reused: false,
                ..change(None, before, after)
            });
        }
    }
}

/// The lines that a reader sees of some HTML.
fn lines(html: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at..at + end];
        if let Some(alt) = tag.split("alt=\"").nth(1) {
            text.push_str(alt.split('"').next().unwrap_or_default());
        }
        let name = tag.trim_start_matches(['<', '/']);
        let name = name
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if [
            "p",
            "li",
            "tr",
            "br",
            "div",
            "pre",
            "table",
            "ul",
            "ol",
            "blockquote",
        ]
        .contains(&name)
            || name.len() == 2 && name.starts_with('h')
        {
            text.push('\n');
        } else if matches!(name, "td" | "th") {
            text.push(' ');
        }
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    let text = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (entity, sign)| text.replace(entity, sign));
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

/// The most lines whose order is compared; of longer texts, one stretch between equal ends is shown.
const COMPARED: usize = 400;

/// The stretches in which two texts differ, beside each other (longest common subsequence).
fn beside(old: &[String], new: &[String]) -> Vec<(String, String)> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(old, new)| old == new)
        .count();
    let (old, new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    if old.len() > COMPARED || new.len() > COMPARED {
        return vec![(old.join("\n"), new.join("\n"))];
    }
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = if old[i] == new[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut stretches = Vec::new();
    let (mut before, mut after): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            if !before.is_empty() || !after.is_empty() {
                stretches.push((before.join("\n"), after.join("\n")));
                before.clear();
                after.clear();
            }
            i += 1;
            j += 1;
        } else if i < old.len()
            && (j == new.len() || longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            before.push(&old[i]);
            i += 1;
        } else {
            after.push(&new[j]);
            j += 1;
        }
    }
    if !before.is_empty() || !after.is_empty() {
        stretches.push((before.join("\n"), after.join("\n")));
    }
    stretches
}

/// How many of the pairs of letters of two texts both have, 0 to 1 (Dice's coefficient).
fn alike(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = crate::folding::search(text).chars().collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.extend(letters.first().map(|first| ('\0', *first)));
        pairs
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let both = one
        .iter()
        .filter(|pair| match other.iter().position(|known| known == *pair) {
            Some(at) => {
                other.swap_remove(at);
                true
            }
            None => false,
        })
        .count();
    if all == 0 {
        1.0
    } else {
        2.0 * both as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{alike, beside, lines};

    #[test]
    fn a_reader_sees_lines_without_tags() {
        assert_eq!(
            lines(
                "<p><ruby>右<rp>(</rp><rt>みぎ</rt><rp>)</rp></ruby>手 &amp; a</p>\n<ul><li>b</li></ul><img src=\"x\" alt=\"絵\">"
            ),
            ["右(みぎ)手 & a", "b", "絵"]
        );
    }

    #[test]
    fn a_rewording_is_alike_and_another_choice_is_not() {
        for (one, other) in [
            ("右手で持ちます", "右手でもちます"),
            ("Two clicks", "two  clicks."),
            ("左クリック", "左のクリック"),
        ] {
            assert!(alike(one, other) >= super::ALIKE, "{one} {other}");
        }
        for (one, other) in [("右手", "キーボード"), ("Yes", "No"), ("3", "7")] {
            assert!(alike(one, other) < super::ALIKE, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn every_line_that_goes_or_comes_is_shown_and_no_other(
            old in prop::collection::vec("[a-d]", 0..12),
            new in prop::collection::vec("[a-d]", 0..12),
        ) {
            let stretches = beside(&old, &new);
            prop_assert_eq!(stretches.is_empty(), old == new);
            let count = |lines: &[String], line: &str| lines.iter().filter(|own| *own == line).count() as i64;
            for line in ["a", "b", "c", "d"] {
                let shown = |side: fn(&(String, String)) -> &String| {
                    stretches.iter().flat_map(|pair| side(pair).lines()).filter(|own| *own == line).count() as i64
                };
                let (gone, come) = (shown(|pair| &pair.0), shown(|pair| &pair.1));
                prop_assert_eq!(count(&new, line) - count(&old, line), come - gone);
            }
        }
    }
}
