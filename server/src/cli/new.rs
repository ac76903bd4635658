//! `kakehashi new`: a course, lesson or quiz to begin with, that has no problems.

use std::{io::Write, path::Path, process::ExitCode};

use domain::{
    Lang,
    catalog::{add_item, course_languages},
};

use crate::{Error, Result};

/// What to make.
#[derive(clap::Subcommand)]
pub(super) enum New {
    /// A course with a lesson and a quiz.
    Course {
        /// The course's id, which is also its folder's name: letters, digits and hyphens.
        id: String,
    },
    /// A lesson of a course, in all its languages, at the end of its last unit.
    Lesson {
        /// The course's id and the lesson's, as `it-basics/mouse`.
        id: String,
    },
    /// A quiz of a course, in all its languages, at the end of its last unit.
    Quiz {
        /// The course's id and the quiz's, as `it-basics/first-steps`.
        id: String,
    },
}

/// The two languages of a template.
struct Template {
    ja: &'static str,
    en: &'static str,
}

const LESSON: Template = Template {
    ja: include_str!("templates/lesson.ja.md"),
    en: include_str!("templates/lesson.en.md"),
};
const QUIZ: Template = Template {
    ja: include_str!("templates/quiz.ja.md"),
    en: include_str!("templates/quiz.en.md"),
};
const COURSE: &str = include_str!("templates/course.toml");

/// Makes it below `courses`; nothing that is there is written over.
pub(super) fn new(courses: &Path, what: &New) -> Result<ExitCode> {
    match what {
        New::Course { id } => {
            check_id(id)?;
            let folder = courses.join(id);
            if folder.exists() {
                return Err(there(&folder));
            }
            std::fs::create_dir_all(&folder)?;
            write(&folder.join("course.toml"), &COURSE.replace("{id}", id))?;
            item(&folder, "welcome", &LESSON, "", &Lang::ALL)?;
            item(&folder, "check", &QUIZ, ".quiz", &Lang::ALL)?;
        }
        New::Lesson { id } => add(courses, id, &LESSON, "")?,
        New::Quiz { id } => add(courses, id, &QUIZ, ".quiz")?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Adds a lesson or quiz to a course.
fn add(courses: &Path, id: &str, template: &Template, kind: &str) -> Result<()> {
    let Some((course, id)) = id.split_once('/') else {
        return Err(Error::unexpected(format!(
            "{id}: 「コース/{id}」の形で書いてください。 / write it as COURSE/{id}"
        )));
    };
    check_id(course)?;
    check_id(id)?;
    let folder = courses.join(course);
    let path = folder.join("course.toml");
    let manifest = std::fs::read_to_string(&path)
        .map_err(|error| {
        Error::unexpected(format!(
            "{}: コースの目次が読めません。コースの名前を確かめてください。 / the course cannot be read; please check its name: {error}",
            path.display()
        ))
    })?;
    // A lesson and a quiz of one name could not be told apart.
    for lang in Lang::ALL {
        for kind in ["", ".quiz"] {
            let path = folder.join(format!("{id}{kind}.{}.md", lang.code()));
            if path.exists() {
                return Err(there(&path));
            }
        }
    }
    let Some(new) = add_item(&manifest, id) else {
        return Err(Error::unexpected(format!(
            "{}: 「{id}」を足せる [[unit]] の items がないか、もう入っています。 / has no [[unit]] with items to add \"{id}\" to, or has it already",
            path.display()
        )));
    };
    item(&folder, id, template, kind, &course_languages(&manifest))?;
    std::fs::write(&path, new)?;
    println!("{}", path.display());
    Ok(())
}

fn item(folder: &Path, id: &str, template: &Template, kind: &str, languages: &[Lang]) -> Result<()> {
    for lang in languages {
        let path = folder.join(format!("{id}{kind}.{}.md", lang.code()));
        write(&path, lang.t(template.ja, template.en))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    let mut file = std::fs::File::create_new(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => there(path),
        _ => Error::caused(path.display(), error),
    })?;
    file.write_all(text.as_bytes())?;
    println!("{}", path.display());
    Ok(())
}

fn there(path: &Path) -> Error {
    Error::unexpected(format!(
        "{}: もうあるので、何も変えませんでした。 / is there already; nothing was changed",
        path.display()
    ))
}

fn check_id(id: &str) -> Result<()> {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !id.is_empty() && id.len() <= 64 && id.bytes().all(fine) {
        return Ok(());
    }
    Err(Error::unexpected(format!(
        "{id}: idに使えるのは、英字・数字・ハイフンで、64文字までです。 / an id has letters a–z, digits and hyphens, at most 64"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::check::{Format, check};
    use domain::catalog::Severity;

    #[test]
    fn what_is_made_has_no_problems_and_nothing_is_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let make = |what: New| new(dir.path(), &what);
        make(New::Course { id: "first".into() }).unwrap();
        make(New::Lesson {
            id: "first/mouse".into(),
        })
        .unwrap();
        make(New::Quiz {
            id: "first/mouse-check".into(),
        })
        .unwrap();
        let report = check(dir.path(), crate::db::now().date_naive()).unwrap();
        assert_eq!(
            [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| report.count(severity)),
            [0, 0, 0],
            "{}",
            report.write(Format::Human).unwrap()
        );
        let manifest = std::fs::read_to_string(dir.path().join("first/course.toml")).unwrap();
        assert!(
            manifest.contains("items = [\"welcome\", \"check\", \"mouse\", \"mouse-check\"]"),
            "{manifest}"
        );
        for again in [
            New::Course { id: "first".into() },
            New::Lesson {
                id: "first/mouse".into(),
            },
            New::Quiz {
                id: "first/mouse".into(),
            },
            New::Lesson {
                id: "nowhere/a".into(),
            },
            New::Lesson {
                id: "first/../../a".into(),
            },
            New::Course { id: "..".into() },
        ] {
            assert!(make(again).is_err());
        }
        assert_eq!(
            std::fs::read_to_string(dir.path().join("first/course.toml")).unwrap(),
            manifest
        );
    }

    #[test]
    fn a_course_in_one_language_gets_a_lesson_in_that() {
        let dir = tempfile::tempdir().unwrap();
        new(dir.path(), &New::Course { id: "ja".into() }).unwrap();
        let path = dir.path().join("ja/course.toml");
        let toml = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, toml.replace("[\"ja\", \"en\"]", "[\"ja\"]")).unwrap();
        new(
            dir.path(),
            &New::Lesson {
                id: "ja/mouse".into(),
            },
        )
        .unwrap();
        assert!(dir.path().join("ja/mouse.ja.md").exists());
        assert!(!dir.path().join("ja/mouse.en.md").exists());
    }
}
