//! The choices of a quiz: a right one that is known by its length, and wrong ones that teach nothing.

use super::place::{id_at, text};
use crate::Lang;
use crate::catalog::diagnostic::{Diagnostic, Message};
use crate::catalog::model::{Choice, Course, Question, QuestionKind, QuizKind};
use crate::catalog::parse::course::manifest::top;
use crate::catalog::parse::sink::Sink;
use crate::catalog::parse::source::SourceFiles;

/// In what part of the questions of a quiz the right choice alone may be the longest, in percent.
const LONGEST: usize = 40;

/// How many questions a quiz needs for that to be more than chance.
const ENOUGH: usize = 3;

/// Looks at the quizzes and practice questions of a course, in its own language.
pub(super) fn check(course: &Course, files: &SourceFiles) -> Vec<Diagnostic> {
    let Some(lang) = course.languages.first().copied() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let quizzes = course
        .quizzes
        .values()
        .filter(|quiz| quiz.kind != QuizKind::Survey);
    for quiz in quizzes {
        let path = format!("{}.quiz.{lang}.md", quiz.id);
        let Some(text) = text(files, &path) else { continue };
        let mut sink = Sink::new(&path, text);
        let questions: Vec<&Question> = quiz.questions.iter().collect();
        longest(&mut sink, &questions, lang);
        silent(&mut sink, &questions, lang);
        found.extend(sink.into_found());
    }
    for lesson in course.lessons.values() {
        let path = format!("{}.{lang}.md", lesson.id);
        let Some(text) = text(files, &path) else { continue };
        let mut sink = Sink::new(&path, text);
        silent(&mut sink, &lesson.questions.values().collect::<Vec<_>>(), lang);
        found.extend(sink.into_found());
    }
    found
}

/// Tells of a quiz in which whoever always takes the longest choice gets far.
fn longest(sink: &mut Sink<'_>, questions: &[&Question], lang: Lang) {
    let known: Vec<bool> = questions
        .iter()
        .filter_map(|question| match &question.kind {
            QuestionKind::Single { choices } if choices.len() > 1 => right_alone(question, choices, lang),
            _ => None,
        })
        .collect();
    let count = known.iter().filter(|longest| **longest).count();
    if known.len() < ENOUGH || count * 100 <= known.len() * LONGEST {
        return;
    }
    let all = known.len();
    let message = Message::new(
        format!("{all}問のうち{count}問で、正解だけが一番長い選択肢です。長さで正解が分かります。"),
        format!("The right choice alone is the longest in {count} of {all}: length tells the key."),
    );
    sink.hint("K0802", top(sink.text()), message).help(
        "正解を短くするか、間違いの選択肢にも同じくらい書いてください。",
        "Shorten the right ones, or say as much in the wrong ones.",
    );
}

/// Whether the right choice is longer than every other one.
fn right_alone(question: &Question, choices: &[Choice], lang: Lang) -> Option<bool> {
    let texts = &question.texts.get(&lang)?.choices;
    let length = |choice: &Choice| texts.get(&choice.id).map(|text| letters(&text.html));
    let right = choices.iter().find(|choice| choice.correct)?;
    let right_length = length(right)?;
    let others = choices.iter().filter(|choice| choice.id != right.id);
    Some(others.filter_map(length).all(|length| length < right_length))
}

/// How many letters of some HTML are seen: without tags, and without readings.
fn letters(html: &str) -> usize {
    let mut count = 0;
    let mut rest = html;
    while let Some(letter) = rest.chars().next() {
        let reading = ["rp", "rt"].iter().find_map(|tag| {
            let inside = rest.strip_prefix(&format!("<{tag}>"))?;
            let end = format!("</{tag}>");
            inside.find(&end).map(|at| &inside[at + end.len()..])
        });
        rest = match (reading, letter) {
            (Some(behind), _) => behind,
            (None, '<') => rest.find('>').map_or("", |end| &rest[end + 1..]),
            (None, '&') => {
                count += 1;
                rest.find(';').map_or("", |end| &rest[end + 1..])
            }
            (None, _) => {
                count += usize::from(!letter.is_whitespace());
                &rest[letter.len_utf8()..]
            }
        };
    }
    count
}

/// Tells once a file of wrong choices that say nothing to who took them.
fn silent(sink: &mut Sink<'_>, questions: &[&Question], lang: Lang) {
    let mut wrong = 0;
    let mut without = Vec::new();
    for question in questions {
        let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind else {
            continue;
        };
        let Some(texts) = question.texts.get(&lang) else {
            continue;
        };
        for choice in choices.iter().filter(|choice| !choice.correct) {
            wrong += 1;
            let said = texts
                .choices
                .get(&choice.id)
                .is_some_and(|text| text.feedback_html.is_some());
            if !said {
                without.push((question.id.as_str(), choice.id.as_str()));
            }
        }
    }
    let place = |(question, choice): &(&str, &str)| {
        let heading = id_at(sink.text(), 0, question)?;
        id_at(sink.text(), heading.end, choice)
    };
    let Some(span) = without.iter().filter_map(place).min_by_key(|span| span.start) else {
        return;
    };
    let count = without.len();
    let message = Message::new(
        format!("間違いの選択肢{wrong}個のうち{count}個に、選んだ人への言葉がありません。"),
        format!("Of {wrong} wrong choices, {count} say nothing to those who take them."),
    );
    sink.hint("K0803", span, message).help(
        "選択肢の次の行に「  > 」で、どこが違うのかを書きます。",
        "Write on the line below the choice, behind \"  > \", what is wrong about it.",
    );
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn tags_and_readings_have_no_letters() {
        assert_eq!(
            letters("<ruby>右<rp>(</rp><rt>みぎ</rt><rp>)</rp></ruby>の <b>&lt;手</b>"),
            4
        );
        assert_eq!(letters("a b"), 2);
        assert_eq!(letters("<"), 0);
    }
}
