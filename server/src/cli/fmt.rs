//! `kakehashi fmt`.

use std::{io::Write, path::Path, process::ExitCode};

use domain::catalog::format_course;

use crate::{
    Error, Result,
    catalog::{check, folder},
};

/// Formats the courses of a folder, or one course. With `only_check`, nothing is written, and it fails
/// when something would change.
pub(super) fn fmt(dir: &Path, only_check: bool) -> Result<ExitCode> {
    let (root, only) = check::whole(dir)?;
    let snapshot = folder::read(&root)?;
    let mut changed = 0;
    for (name, files) in &snapshot.courses {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let formatted = format_course(files);
        for (path, text) in &formatted.changed {
            let path = root.join(name).join(path);
            println!("{}", path.display());
            if !only_check {
                replace(&path, text)?;
            }
        }
        for path in &formatted.unclear {
            eprintln!(
                "{}: 元の言語と問題や選択肢が違うので、idを付けられない所があります。 / some ids were left out, because its questions or choices differ from the source language",
                root.join(name).join(path).display()
            );
        }
        changed += formatted.changed.len();
    }
    Ok(if only_check && changed > 0 {
        eprintln!("kakehashi fmt で直せます。 / `kakehashi fmt` puts this right.");
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Writes a file in one step, so that no reader sees half of it.
fn replace(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let new = folder.join(format!(".{}.new", name.unwrap_or_default()));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(std::fs::metadata(path)?.permissions())?;
        file.sync_all()?;
        std::fs::rename(&new, path)
    };
    write().map_err(|error| Error::caused(path.display(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_once_and_check_tells_before() {
        let dir = tempfile::tempdir().unwrap();
        let course = dir.path().join("c");
        std::fs::create_dir(&course).unwrap();
        std::fs::write(course.join("course.toml"), "id = \"c\"\nlanguages = [\"ja\"]\n").unwrap();
        let file = course.join("q.quiz.ja.md");
        std::fs::write(&file, "+++\ntitle = \"x\"\n+++\n\n## Q\n\n= 7\n").unwrap();
        assert_eq!(fmt(dir.path(), true).unwrap(), ExitCode::FAILURE);
        assert_eq!(fmt(&course, false).unwrap(), ExitCode::SUCCESS);
        let new = std::fs::read_to_string(&file).unwrap();
        assert_eq!(new, "+++\ntitle = \"x\"\n+++\n\n## Q {#q}\n\n= 7\n");
        assert_eq!(fmt(dir.path(), true).unwrap(), ExitCode::SUCCESS);
        assert_eq!(std::fs::read_dir(&course).unwrap().count(), 2);
    }
}
