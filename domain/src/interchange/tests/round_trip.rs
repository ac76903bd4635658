//! The course that comes with the product, through every format that is written.

use std::path::Path;

use super::*;

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

#[test]
fn our_own_quizzes_come_back_with_ids_answers_points_and_words() {
    let course = it_basics();
    assert!(!course.quizzes.is_empty());
    // Files to hand in have no form in the text formats, so quizzes that ask for one are left out.
    let asks_for_files = |quiz: &Quiz| {
        let mut kinds = quiz.questions.iter().map(|question| &question.kind);
        kinds.any(|kind| matches!(kind, crate::catalog::QuestionKind::Upload { .. }))
    };
    for original in course.quizzes.values().filter(|quiz| !asks_for_files(quiz)) {
        for lang in Lang::ALL {
            for format in Format::ALL {
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
                assert_eq!(back.questions.len(), original.questions.len());
                for (ours, theirs) in original.questions.iter().zip(&back.questions) {
                    assert_eq!(bones(theirs), bones(ours), "{format:?}");
                    assert_eq!(
                        theirs.text(lang),
                        ours.text(lang),
                        "{format:?}\n{}",
                        imported.quizzes[0].markdown
                    );
                }
                assert_eq!(
                    back.text(lang).unwrap().intro_html,
                    original.text(lang).unwrap().intro_html
                );
            }
        }
    }
}
