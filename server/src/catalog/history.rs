//! The ids that files had in any earlier version, as git keeps them: `fmt` gives them to nobody else.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use domain::catalog::{Formatted, SourceFiles, UsedIds, format_course_with};

/// Formats a course that lies in `folder`. Where ids are missing, those of all earlier versions are looked up;
/// without git, or outside of a repository, there are none.
pub fn format(folder: &Path, files: &SourceFiles) -> Formatted {
    let first = format_course_with(files, &UsedIds::default());
    if first.named.is_empty() {
        return first;
    }
    match used(folder, &first.named) {
        Some(used) => format_course_with(files, &used),
        None => first,
    }
}

/// The ids of every line that these files, in any language, ever had.
fn used(folder: &Path, named: &[String]) -> Option<UsedIds> {
    let stems = named.iter().filter_map(|path| {
        let stem = path.strip_suffix(".md")?;
        stem.rsplit_once('.').map(|(stem, _)| stem)
    });
    let mut git = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args([
            "log",
            "--all",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
        ])
        .args([
            "--format=",
            "--relative",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--unified=0",
            "--patch",
            "--",
        ])
        .args(stems.map(|stem| format!(":(glob){stem}.*.md")))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let out = git.stdout.take()?;
    let mut used = UsedIds::default();
    let mut path = String::new();
    let mut in_head = false;
    for line in BufReader::new(out).split(b'\n') {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches('\r');
        if line.starts_with("diff --git ") {
            in_head = true;
        } else if line.starts_with("@@") {
            in_head = false;
        } else if in_head {
            // A file that is new or gone has a name on one side only.
            let name = line
                .strip_prefix("--- a/")
                .or_else(|| line.strip_prefix("+++ b/"));
            if let Some(name) = name {
                path = name.trim_end_matches('\t').to_owned();
            }
        } else if let Some(written) = line.strip_prefix(['+', '-']) {
            used.note(&path, written);
        }
    }
    let ended = git.wait().ok()?;
    ended.success().then_some(used)
}
