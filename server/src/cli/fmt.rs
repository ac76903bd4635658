//! `kakehashi fmt`.

use std::{io::Write, path::Path, process::ExitCode};

use crate::{
    Error, Result,
    catalog::{check, folder, history},
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
        let formatted = history::format(&root.join(name), files);
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

    /// Runs git in a folder, as somebody who has no settings.
    fn git(dir: &Path, args: &[&str]) {
        let done = std::process::Command::new("git")
            .arg("-C")
            .arg(dir)
            .args([
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    #[test]
    fn the_id_of_a_choice_that_was_deleted_long_ago_is_given_to_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let course = dir.path().join("courses/c");
        std::fs::create_dir_all(&course).unwrap();
        std::fs::write(course.join("course.toml"), "id = \"c\"\nlanguages = [\"en\"]\n").unwrap();
        let file = course.join("q.quiz.en.md");
        let write = |choices: &str| {
            let text =
                format!("+++\ntitle = \"x\"\n+++\n\n## Which? {{#which}}\n\n- [x] Right {{#r}}\n{choices}");
            std::fs::write(&file, text).unwrap();
        };
        let save = || {
            git(dir.path(), &["add", "."]);
            git(dir.path(), &["commit", "--quiet", "--message", "x"]);
        };
        git(dir.path(), &["init", "--quiet"]);
        write("- [ ] The other hand {#left}\n- [ ] Both {#both}\n");
        save();
        write("");
        save();
        // "Left" would be `left`, and "Both" is what it was.
        write("- [ ] Left\n- [ ] Both\n");
        assert_eq!(fmt(&course, false).unwrap(), ExitCode::SUCCESS);
        let new = std::fs::read_to_string(&file).unwrap();
        assert!(new.contains("- [ ] Both {#both}"), "{new}");
        assert!(new.contains("- [ ] Left {#left-"), "{new}");
        // Without its history, nothing is known of it.
        std::fs::remove_dir_all(dir.path().join(".git")).unwrap();
        write("- [ ] Left\n");
        fmt(&course, false).unwrap();
        let new = std::fs::read_to_string(&file).unwrap();
        assert!(new.contains("- [ ] Left {#left}"), "{new}");
    }
}
