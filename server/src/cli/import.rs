//! `kakehashi import`: a file of another system to quizzes in a course's folder.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use domain::{Lang, interchange::Loss};

use crate::{
    Error, Result,
    catalog::interchange::{self, Limits},
};

/// What to import, and where to.
#[derive(Args)]
pub(super) struct Import {
    /// GIFT, Moodle XML, Aiken, QTI 1.2, 2.1 or 3.0 (zip or xml), Kahoot's table (xlsx) or a CSV table.
    file: PathBuf,
    /// The folder of the course; it is made if it does not exist.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The language of the file: ja or en. Without it, a file with kana is Japanese.
    #[arg(long, value_parser = lang)]
    lang: Option<Lang>,
    /// Write over quizzes and images of the same name.
    #[arg(long)]
    replace: bool,
    /// Only say what would be written and lost.
    #[arg(long)]
    dry_run: bool,
    /// The most megabytes that a file may hold, packed or unpacked.
    #[arg(long, value_name = "MEGABYTES", default_value_t = 200)]
    max_size: u64,
    /// The most files that a package may hold.
    #[arg(long, value_name = "FILES", default_value_t = 5000)]
    max_files: usize,
    /// How many times larger a file of a package may get when it is unpacked.
    #[arg(long, value_name = "TIMES", default_value_t = 200)]
    max_ratio: u64,
}

/// A language, by its code.
pub(super) fn lang(code: &str) -> std::result::Result<Lang, String> {
    code.parse::<Lang>().map_err(|_| "ja or en".to_owned())
}

/// Imports a file; exit 1 when there was no question in it.
pub(super) fn run(options: &Import) -> Result<ExitCode> {
    let limits = Limits {
        bytes: options.max_size.saturating_mul(1024 * 1024),
        files: options.max_files,
        ratio: options.max_ratio,
    };
    let imported = match interchange::read(&options.file, options.lang, &limits) {
        Ok(imported) => imported,
        Err(error) => return refused(error),
    };
    let plan = match interchange::plan(&imported, &options.to, options.replace) {
        Ok(plan) => plan,
        Err(error) => return refused(error),
    };
    if !options.dry_run {
        interchange::write(&plan)?;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", imported.format)?;
    for quiz in &imported.quizzes {
        let count = quiz.questions;
        let path = options
            .to
            .join(format!("{}.quiz.{}.md", quiz.id, imported.lang.code()));
        let path = path.display();
        writeln!(out, "  {path}: {count} 問 / {count} questions")?;
    }
    if !imported.images.is_empty() {
        let count = imported.images.len();
        writeln!(
            out,
            "  {}: 画像 {count} 枚 / {count} images",
            options.to.join("images").display()
        )?;
    }
    report(&mut out, &imported.losses)?;
    if !plan.unnamed.is_empty() {
        let items: Vec<String> = plan.unnamed.iter().map(|id| format!("{id:?}")).collect();
        let items = items.join(", ");
        writeln!(
            out,
            "course.toml の items に書き足してください / Add to the items of course.toml: {items}"
        )?;
    }
    if options.dry_run {
        writeln!(
            out,
            "何も書いていません（--dry-run）。 / Nothing was written (--dry-run)."
        )?;
    }
    Ok(if imported.quizzes.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Prints what could not be kept, item by item.
pub(super) fn report(out: &mut impl Write, losses: &[Loss]) -> Result<()> {
    if losses.is_empty() {
        writeln!(out, "失われたものはありません。 / Nothing was lost.")?;
        return Ok(());
    }
    let left_out = losses.iter().filter(|loss| loss.left_out).count();
    let changed = losses.len() - left_out;
    writeln!(
        out,
        "入らなかったもの {left_out} 件、変わったもの {changed} 件 / {left_out} left out, {changed} changed"
    )?;
    let mut item = None;
    for loss in losses {
        if item != Some(&loss.item) {
            let name = if loss.item.is_empty() {
                "（全体 / all）"
            } else {
                &loss.item
            };
            writeln!(out, "  {name}")?;
            item = Some(&loss.item);
        }
        let mark = if loss.left_out { "×" } else { "△" };
        writeln!(out, "    {mark} {} / {}", loss.what.ja, loss.what.en)?;
    }
    Ok(())
}

/// A refusal is told in both languages; any other error is not ours to explain.
pub(super) fn refused(error: Error) -> Result<ExitCode> {
    match error {
        Error::Refused(sentence) => {
            eprintln!("kakehashi: {} / {}", sentence.ja, sentence.en);
            Ok(ExitCode::FAILURE)
        }
        error => Err(error),
    }
}

/// The course that `--quiz COURSE/ID` or `--quiz ID` means, and the quiz.
pub(super) fn course_and_quiz(dir: &Path, quiz: &str) -> Result<(PathBuf, String)> {
    match quiz.split_once('/') {
        Some((course, id)) if !course.is_empty() && !course.contains("..") => {
            Ok((dir.join(course), id.to_owned()))
        }
        None if dir.join("course.toml").exists() => Ok((dir.to_owned(), quiz.to_owned())),
        _ => Err(Error::refused(
            "--quiz は「コースのid/テストのid」です。例: it-basics/final",
            "--quiz is COURSE/ID, such as it-basics/final.",
        )),
    }
}
