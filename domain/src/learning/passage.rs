//! Which passage of a course teaches what a question asks: for who missed it, the place to read again.
//!
//! Authors name no passages; the words do. Of the sections of the lessons that stand before the quiz, the
//! one is found that has most of the question's words, rare words counting more than common ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Lang,
    catalog::model::{Block, Course, Item, Question},
};

/// Below this share of the question's words a section is not about it.
const ENOUGH: f64 = 0.3;

/// A section of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The lesson's id.
    pub lesson: String,
    /// The id of the section's heading; none for what stands before the first one.
    pub anchor: Option<String>,
    /// The heading, or the lesson's title, as HTML.
    pub title_html: String,
}

/// The passage that teaches what a question of a quiz asks; none where no section is near enough.
/// Lessons of the quiz's own unit are looked at first, then all that stand before it.
pub fn passage(course: &Course, quiz: &str, question: &Question, lang: Lang) -> Option<Passage> {
    let asked = words(&question_text(question, lang)?);
    let (near, before) = lessons_before(course, quiz);
    best(course, &near, &asked, lang).or_else(|| best(course, &before, &asked, lang))
}

/// The lessons before a quiz: those of its unit, and all of them.
fn lessons_before<'a>(course: &'a Course, quiz: &str) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut all = Vec::new();
    for unit in &course.units {
        let mut near = Vec::new();
        for item in &unit.items {
            match item {
                Item::Lesson(id) => near.push(id.as_str()),
                Item::Quiz(id) if id == quiz => {
                    all.extend(near.iter().copied());
                    return (near, all);
                }
                Item::Quiz(_) => {}
            }
        }
        all.extend(near);
    }
    (Vec::new(), all)
}

fn best(course: &Course, lessons: &[&str], asked: &BTreeSet<String>, lang: Lang) -> Option<Passage> {
    let sections: Vec<(Passage, BTreeSet<String>)> = lessons
        .iter()
        .flat_map(|id| sections(course, id, lang))
        .map(|(passage, text)| (passage, words(&text)))
        .collect();
    let mut seen: BTreeMap<&String, usize> = BTreeMap::new();
    for word in sections.iter().flat_map(|(_, words)| words) {
        *seen.entry(word).or_default() += 1;
    }
    let weight = |word: &String| 1.0 / *seen.get(word).unwrap_or(&1) as f64;
    let all: f64 = asked.iter().map(weight).sum();
    if all <= 0.0 {
        return None;
    }
    sections
        .iter()
        .map(|(passage, words)| {
            let found: f64 = asked.intersection(words).map(weight).sum();
            (passage, found / all)
        })
        .filter(|(_, share)| *share >= ENOUGH)
        // Of equals the first: what is read first teaches it first.
        .rev()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(passage, _)| passage.clone())
}

/// What a question says: its heading, text and choices, without markup and readings.
fn question_text(question: &Question, lang: Lang) -> Option<String> {
    let text = question.text(lang)?;
    let mut all = format!("{} {}", text.title, plain(&text.body_html));
    for choice in text.choices.values() {
        all.push(' ');
        all.push_str(&plain(&choice.html));
    }
    if let Some(explanation) = &text.explanation_html {
        all.push(' ');
        all.push_str(&plain(explanation));
    }
    Some(all)
}

/// The sections of a lesson, each with its text.
fn sections(course: &Course, lesson: &str, lang: Lang) -> Vec<(Passage, String)> {
    let Some((_, text)) = course.lessons.get(lesson).and_then(|lesson| lesson.text(lang)) else {
        return Vec::new();
    };
    let mut sections = vec![(
        Passage {
            lesson: lesson.to_owned(),
            anchor: None,
            title_html: text.title_html.clone(),
        },
        text.title.clone(),
    )];
    for block in &text.blocks {
        let Block::Html(html) = block else { continue };
        for part in split_at_headings(html) {
            if let Some((anchor, title)) = heading(part) {
                sections.push((
                    Passage {
                        lesson: lesson.to_owned(),
                        anchor: Some(anchor.to_owned()),
                        title_html: title.to_owned(),
                    },
                    String::new(),
                ));
            }
            if let Some((_, words)) = sections.last_mut() {
                words.push(' ');
                words.push_str(&plain(part));
            }
        }
    }
    sections
}

fn split_at_headings(html: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = ["<h2 id=\"", "<h3 id=\""]
        .iter()
        .flat_map(|tag| html.match_indices(tag).map(|(at, _)| at))
        .collect();
    starts.push(html.len());
    starts.sort_unstable();
    let mut from = 0;
    let mut parts = Vec::new();
    for start in starts {
        if start > from {
            parts.push(&html[from..start]);
        }
        from = start;
    }
    parts
}

/// Id and inner HTML of the heading that a part begins with.
fn heading(part: &str) -> Option<(&str, &str)> {
    let level = part.get(1..3).filter(|tag| matches!(*tag, "h2" | "h3"))?;
    let rest = part.get(3..)?.strip_prefix(" id=\"")?;
    let (id, rest) = rest.split_once('"')?;
    let rest = rest.split_once('>')?.1;
    let title = rest.split_once(&format!("</{level}>"))?.0;
    Some((id, title))
}

/// HTML without its tags and without readings.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
        for (open, close) in [("rt", "</rt>"), ("rp", "</rp>")] {
            if tag == open {
                rest = rest.split_once(close).map_or("", |(_, after)| after);
            }
        }
    }
    text.push_str(rest);
    text
}

/// The words of a text: of Latin letters whole ones, of Japanese every pair of neighbours.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for run in text.split(|c: char| !c.is_alphanumeric() && c != 'ー') {
        let letters: Vec<char> = run.chars().collect();
        if letters.iter().all(char::is_ascii) {
            if letters.len() > 2 {
                words.insert(run.to_lowercase());
            }
            continue;
        }
        for pair in letters.windows(2) {
            // Two hiragana are grammar, not matter.
            if !pair.iter().all(|c| ('ぁ'..='ん').contains(c)) {
                words.insert(pair.iter().collect());
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_begin_at_headings_and_readings_are_no_words() {
        let html = "<p>はじめ</p><h2 id=\"copy\">写す</h2><p><ruby>文字<rp>(</rp><rt>もじ</rt><rp>)</rp></ruby>を写す</p>";
        let parts = split_at_headings(html);
        assert_eq!(parts.len(), 2);
        assert_eq!(heading(parts[1]), Some(("copy", "写す")));
        assert_eq!(plain(parts[1]), "写す文字を写す");
    }

    #[test]
    fn words_are_pairs_in_japanese_and_whole_in_english() {
        let words = words("印刷する print the PDF");
        for word in ["印刷", "刷す", "print", "the", "pdf"] {
            assert!(words.contains(word), "{word}: {words:?}");
        }
        assert!(!words.contains("する"));
    }
}
