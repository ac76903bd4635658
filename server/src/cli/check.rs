//! `kakehashi check`.

use std::{path::Path, process::ExitCode};

use domain::catalog::{Severity, codes};

use crate::{
    Error, Result,
    catalog::{
        check::{self, Format},
        coverage,
    },
};

/// Writes to the standard output. Whoever reads it may stop early, as `head` and `less` do.
fn put(text: &str) -> Result<()> {
    use std::io::{ErrorKind, Write};
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::caused("the standard output", error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints every problem; fails when there are errors.
pub(super) fn check(dir: &Path, format: Format) -> Result<ExitCode> {
    let report = check::check(dir, crate::db::now().date_naive())?;
    put(&report.write(format)?)?;
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    let hints = report.count(Severity::Hint);
    if format == Format::Human {
        put(&format!(
            "エラー {errors}、注意 {warnings}、気づき {hints} / {errors} errors, {warnings} warnings, {hints} hints\n"
        ))?;
    }
    Ok(if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints what the courses cover, and writes it where the README has place for it.
pub(super) fn coverage(dir: &Path) -> Result<ExitCode> {
    let found = coverage::coverage(dir)?;
    put(&found.table)?;
    let path = dir.join("README.md");
    if path.exists() {
        let readme = std::fs::read_to_string(&path)?;
        match coverage::within(&readme, &found.table) {
            Some(new) if new != readme => std::fs::write(&path, new)?,
            Some(_) | None => {}
        }
    }
    for absent in &found.absent {
        eprintln!("coverage.toml: {absent}");
    }
    Ok(if found.absent.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints the page of a code.
pub(super) fn explain(code: &str) -> Result<ExitCode> {
    let Some(found) = codes::find(code.trim()) else {
        return Err(Error::unexpected(format!(
            "--explain: there is no {code}; docs/authoring/problems/README.md lists every code"
        )));
    };
    println!("{}", found.page.trim_end());
    Ok(ExitCode::SUCCESS)
}
