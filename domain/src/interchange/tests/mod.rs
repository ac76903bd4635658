//! What other systems write is read without a loss that is not told, and our own quizzes come back whole.

use std::collections::BTreeMap;

use super::gift;
use super::import;
use super::qti;
use super::{Exported, Files, Imported, Input, QtiVersion};
use crate::Lang;
use crate::catalog::{Course, Question, Quiz, SourceFiles, parse_course};

mod attacks;
mod banks;
mod generated;
mod moodle;
mod others;
mod packages;
mod robust;
mod round_trip;
mod text_formats;
mod told;

/// One file to be imported.
pub(super) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Imported {
    let files = Files::from([(name.to_owned(), bytes.into())]);
    import(&Input {
        name,
        files: &files,
        lang: None,
    })
    .unwrap_or_else(|refused| panic!("{}", refused.en))
}

/// A package to be imported.
pub(super) fn package(name: &str, files: &Files) -> Imported {
    import(&Input {
        name,
        files,
        lang: None,
    })
    .unwrap_or_else(|refused| panic!("{}", refused.en))
}

/// The quizzes of an import as a course has them. `check` finds no error in them.
pub(super) fn quizzes(imported: &Imported) -> BTreeMap<String, Quiz> {
    course(imported).quizzes
}

/// An import as a course.
pub(super) fn course(imported: &Imported) -> Course {
    let code = imported.lang.code();
    let ids: Vec<String> = imported
        .quizzes
        .iter()
        .map(|quiz| format!("{:?}", quiz.id))
        .collect();
    let toml = format!(
        "id = \"imported\"\ntitle = {{ {code} = \"見本\" }}\nsummary = {{ {code} = \"見本\" }}\nlanguages = [\"{code}\"]\nhours = 1\n\n\
         [[unit]]\nid = \"imported\"\ntitle = {{ {code} = \"見本\" }}\nitems = [{}]\n",
        ids.join(", ")
    );
    let mut files = SourceFiles(imported.images.clone());
    files.0.insert("course.toml".into(), toml.into_bytes());
    for quiz in &imported.quizzes {
        files.0.insert(
            format!("{}.quiz.{code}.md", quiz.id),
            quiz.markdown.clone().into_bytes(),
        );
    }
    let parsed = parse_course(&files);
    let texts: Vec<&str> = imported
        .quizzes
        .iter()
        .map(|quiz| quiz.markdown.as_str())
        .collect();
    assert!(
        !parsed.has_errors(),
        "{:#?}\n{}",
        parsed.diagnostics,
        texts.join("\n=====\n")
    );
    parsed.course.unwrap()
}

/// The only quiz of an import.
pub(super) fn quiz(imported: &Imported) -> Quiz {
    let quizzes = quizzes(imported);
    assert_eq!(quizzes.len(), 1);
    quizzes.into_values().next().unwrap()
}

/// What could not be kept, as "item: sentence", with `-` before what is left out.
pub(super) fn losses(imported: &Imported) -> Vec<String> {
    let losses = imported.losses.iter();
    losses
        .map(|loss| {
            assert!(!loss.what.ja.is_empty() && !loss.what.en.is_empty());
            let mark = if loss.left_out { "- " } else { "" };
            format!("{mark}{}: {}", loss.item, loss.what.en)
        })
        .collect()
}

/// The formats that are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Format {
    Gift,
    Qti21,
    Qti30,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Gift, Format::Qti21, Format::Qti30];

    pub fn export(self, course: &Course, quiz: &Quiz, lang: Lang) -> Exported {
        match self {
            Format::Gift => gift(course, quiz, lang),
            Format::Qti21 => qti(course, quiz, lang, QtiVersion::V21),
            Format::Qti30 => qti(course, quiz, lang, QtiVersion::V30),
        }
    }
}

/// A quiz written in a format and read again.
pub(super) fn round_trip(course: &Course, quiz: &Quiz, lang: Lang, format: Format) -> (Exported, Imported) {
    let exported = format.export(course, quiz, lang);
    let input = Input {
        name: "export",
        files: &exported.files,
        lang: Some(lang),
    };
    let imported = import(&input).unwrap_or_else(|refused| panic!("{}", refused.en));
    (exported, imported)
}

/// What a round trip keeps of a question: all but the words.
pub(super) fn bones(question: &Question) -> Question {
    Question {
        texts: BTreeMap::new(),
        ..question.clone()
    }
}
