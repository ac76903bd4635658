//! `kakehashi check`.

use std::{path::Path, process::ExitCode};

use crate::{Result, catalog::check};

pub(super) fn check(dir: &Path) -> Result<ExitCode> {
    let report = check::check(dir)?;
    print!("{}", report.text);
    println!("{} errors, {} warnings", report.errors, report.warnings);
    Ok(if report.errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
