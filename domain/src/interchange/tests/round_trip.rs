//! The course that comes with the product, through every format that is written.

use std::path::Path;

use super::*;
use crate::catalog::QuestionText;

fn it_basics() -> Course {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../courses/it-basics");
    let mut files = SourceFiles::default();
    read(&folder, "", &mut files);
    let parsed = parse_course(&files);
    assert!(!parsed.has_errors(), "{:#?}", parsed.diagnostics);
    parsed.course.unwrap()
}

fn read(folder: &Path, prefix: &str, files: &mut SourceFiles) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{prefix}{name}/"), files);
        } else {
            files
                .0
                .insert(format!("{prefix}{name}"), std::fs::read(entry.path()).unwrap());
        }
    }
}

/// HTML without links into the course.
fn without_links(mut html: String) -> String {
    while let Some(at) = html.find("<a href=\"/") {
        let (open, close) = (html[at..].find('>').unwrap(), html[at..].find("</a>").unwrap());
        html.replace_range(at + close..at + close + 4, "");
        html.replace_range(at..=at + open, "");
    }
    html
}

/// The words without links into the course.
fn unlinked(mut text: QuestionText) -> QuestionText {
    text.body_html = without_links(text.body_html);
    text.explanation_html = text.explanation_html.map(without_links);
    text.hints = text.hints.into_iter().map(without_links).collect();
    for choice in text.choices.values_mut() {
        choice.html = without_links(std::mem::take(&mut choice.html));
        choice.feedback_html = choice.feedback_html.take().map(without_links);
    }
    text
}

/// Whether a format has a form for the question.
fn holds(format: Format, question: &Question) -> bool {
    format != Format::Gift || !matches!(question.kind, crate::catalog::QuestionKind::Upload { .. })
}

#[test]
fn our_own_quizzes_come_back_with_ids_answers_points_and_words() {
    let course = it_basics();
    assert!(!course.quizzes.is_empty());
    for original in course.quizzes.values() {
        for lang in Lang::ALL {
            for format in Format::ALL {
                // GIFT has no form for files to hand in: each is told, and the rest comes back.
                let held: Vec<&Question> = original
                    .questions
                    .iter()
                    .filter(|asked| holds(format, asked))
                    .collect();
                let exported = format.export(&course, original, lang);
                let told: Vec<&str> = exported
                    .losses
                    .iter()
                    .filter(|loss| loss.left_out)
                    .map(|loss| loss.item.as_str())
                    .collect();
                let missing = original.questions.iter().filter(|asked| !holds(format, asked));
                assert_eq!(told, missing.map(|asked| asked.id.as_str()).collect::<Vec<_>>());
                if held.is_empty() {
                    continue;
                }
                let (_, imported) = round_trip(&course, original, lang, format);
                assert_eq!(losses(&imported), Vec::<String>::new(), "{format:?}");
                let back = quiz(&imported);
                assert_eq!(back.id, original.id);
                assert_eq!(
                    (
                        back.kind,
                        back.pass_percent,
                        back.attempts,
                        back.minutes,
                        back.show_answers,
                        &back.draw
                    ),
                    (
                        original.kind,
                        original.pass_percent,
                        original.attempts,
                        original.minutes,
                        original.show_answers,
                        &original.draw
                    )
                );
                assert_eq!(back.questions.len(), held.len());
                for (ours, theirs) in held.into_iter().zip(&back.questions) {
                    assert_eq!(bones(theirs), bones(ours), "{format:?}");
                    // The author's own tests are told of, and left out.
                    // So are links into the course; their words stay.
                    let words = ours.text(lang).map(|text| {
                        unlinked(QuestionText {
                            tests: 0,
                            ..text.clone()
                        })
                    });
                    let told = exported
                        .losses
                        .iter()
                        .any(|loss| loss.item == ours.id && loss.what.en.contains("accept:"));
                    assert_eq!(told, ours.text(lang).is_some_and(|text| text.tests > 0));
                    assert_eq!(
                        theirs.text(lang),
                        words.as_ref(),
                        "{format:?}\n{}",
                        imported.quizzes[0].markdown
                    );
                }
                assert_eq!(
                    back.text(lang).unwrap().intro_html,
                    without_links(original.text(lang).unwrap().intro_html.clone())
                );
            }
        }
    }
}
