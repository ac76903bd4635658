//! `kakehashi export`: a quiz of ours as a file for another system.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};
use domain::{Lang, interchange::QtiVersion};

use super::import::{course_and_quiz, lang, refused, report};
use crate::{
    Result,
    catalog::interchange::{self, Format},
};

/// What to export, and how.
#[derive(Args)]
pub(super) struct Export {
    /// The courses folder, or the folder of one course.
    #[arg(default_value = "courses")]
    dir: PathBuf,
    /// The quiz, as COURSE/ID.
    #[arg(long, value_name = "COURSE/ID")]
    quiz: String,
    /// The format.
    #[arg(long, value_enum)]
    format: Kind,
    /// The file to write; without it, one named after the quiz, here.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The language to write: ja or en; without it, the course's first.
    #[arg(long, value_parser = lang)]
    lang: Option<Lang>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Moodle's text format.
    Gift,
    /// A QTI 2.1 package.
    Qti21,
    /// A QTI 3.0 package.
    Qti30,
}

/// Exports a quiz.
pub(super) fn run(options: &Export) -> Result<ExitCode> {
    let format = match options.format {
        Kind::Gift => Format::Gift,
        Kind::Qti21 => Format::Qti(QtiVersion::V21),
        Kind::Qti30 => Format::Qti(QtiVersion::V30),
    };
    let written = course_and_quiz(&options.dir, &options.quiz).and_then(|(dir, quiz)| {
        let files = interchange::course_files(&dir)?;
        interchange::export(&files, &quiz, options.lang, format)
    });
    let written = match written {
        Ok(written) => written,
        Err(error) => return refused(error),
    };
    let path = options
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(&written.name));
    std::fs::write(&path, &written.bytes)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", path.display())?;
    report(&mut out, &written.exported.losses)?;
    Ok(ExitCode::SUCCESS)
}
