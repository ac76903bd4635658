//! What a source holds at one moment, wherever it was read from, and what is odd about its files.

use std::collections::BTreeMap;

use domain::catalog::{GLOSSARY, Message, Severity, SourceFiles as Files, SourceFolder};

use super::problem::{Problem, is_odd};

/// The largest file of a course, in bytes.
pub(super) const LARGEST: u64 = 20 * 1024 * 1024;

/// The largest source, in bytes and in files. Courses are texts and drawings; more than this is
/// something else.
pub(super) const LARGEST_SOURCE: u64 = 50 * 1024 * 1024;
pub(super) const MOST_FILES: usize = 20_000;

/// What a source holds at one moment.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Files of each course by the folder's name: folders with a `course.toml`.
    pub courses: BTreeMap<String, Files>,
    /// Files of `readiness/` that end in `.toml`.
    pub rules: Files,
    /// `glossary.toml`, when there is one.
    pub glossary: Option<Vec<u8>>,
    /// What is odd about files, by the first folder of their path; of files beside the folders, by an
    /// empty name.
    pub odd: BTreeMap<String, Vec<Problem>>,
}

impl Snapshot {
    /// Puts files (by their path from the source's root) into their courses. When the root itself has a
    /// `course.toml`, it is one course, called by its id, else `alone`.
    pub(super) fn of(mut files: Files, alone: &str) -> Snapshot {
        let mut snapshot = Snapshot::default();
        if let Some(manifest) = files.get("course.toml") {
            let id = id_in(manifest).unwrap_or_else(|| alone.to_owned());
            snapshot.courses.insert(id, files);
            return snapshot;
        }
        snapshot.glossary = files.0.remove(GLOSSARY);
        let mut folders: BTreeMap<String, Files> = BTreeMap::new();
        for (path, bytes) in files.0 {
            if let Some((folder, rest)) = path.split_once('/') {
                folders
                    .entry(folder.to_owned())
                    .or_default()
                    .0
                    .insert(rest.to_owned(), bytes);
            }
        }
        for (name, mut files) in folders {
            if files.contains("course.toml") {
                snapshot.courses.insert(name, files);
            } else if name == "readiness" {
                files.0.retain(|path, _| path.ends_with(".toml"));
                snapshot.rules = files;
            }
        }
        snapshot
    }

    /// The files alone, as the checks take them.
    pub fn folder(&self) -> SourceFolder {
        SourceFolder {
            courses: self.courses.clone(),
            rules: self.rules.clone(),
            glossary: self.glossary.clone(),
        }
    }

    /// Notes what is odd about a file.
    pub(super) fn note(&mut self, problem: Problem) {
        let folder = problem.path.split_once('/').map_or("", |(folder, _)| folder);
        let folder = match self.courses.len() {
            // A source that is one course.
            1 if !self.courses.contains_key(folder) && folder != "readiness" => {
                self.courses.keys().next().cloned().unwrap_or_default()
            }
            _ if self.courses.contains_key(folder) => folder.to_owned(),
            _ => String::new(),
        };
        self.odd.entry(folder).or_default().push(problem);
    }
}

fn id_in(manifest: &[u8]) -> Option<String> {
    let table: toml::Table = toml::from_str(std::str::from_utf8(manifest).ok()?).ok()?;
    Some(table.get("id")?.as_str()?.to_owned())
}

/// Whether a file is left out silently, as tools keep their own: `.gitignore`, `.vscode/…`.
pub(super) fn is_hidden(path: &str) -> bool {
    path.split('/')
        .any(|part| part.starts_with('.') && !is_trick(part))
}

/// Names that some file systems take for git's own folder, or for the way out.
fn is_trick(part: &str) -> bool {
    let folded: String = part
        .chars()
        .filter(|c| !is_odd(*c))
        .flat_map(char::to_lowercase)
        .collect();
    matches!(folded.trim_end_matches(['.', ' ']), "" | ".git")
        || folded.starts_with(".git:")
        || folded == "git~1"
}

/// What is odd about a path, if anything.
pub(super) fn odd_name(path: &[u8]) -> Option<Problem> {
    let text = String::from_utf8_lossy(path);
    let (ja, en) = if std::str::from_utf8(path).is_err() {
        (
            "ファイル名がUTF-8ではありません。",
            "The file's name is not UTF-8.",
        )
    } else if text.chars().any(is_odd) {
        (
            "ファイル名に、見えない文字や制御文字があります。",
            "The file's name has invisible or control characters.",
        )
    } else if text.contains('\\') || text.split('/').any(is_trick) {
        (
            "このファイル名は使えません（.git、..、\\ など）。",
            "This file name cannot be used (.git, .., a backslash and the like).",
        )
    } else if text.len() > 400 {
        ("ファイル名が長すぎます。", "The file's name is too long.")
    } else {
        return None;
    };
    Some(
        Problem::of_file("K0705", Severity::Error, &text, Message::new(ja, en)).with_help(
            "読みませんでした。ふつうの文字（英数字・かな・漢字・ - _ .）の名前に変えてください。",
            "It was not read. Give it a name of ordinary letters, digits, - _ and dots.",
        ),
    )
}

/// A symbolic link. One that leads out of the tree is a mistake at best.
pub(super) fn link(path: &str, target: &str) -> Problem {
    let mut depth = i32::try_from(path.split('/').count()).unwrap_or(i32::MAX) - 1;
    let mut out = target.starts_with('/') || target.contains('\\') || target.contains(':');
    for part in target.split('/') {
        match part {
            ".." => depth -= 1,
            "" | "." => {}
            _ => depth += 1,
        }
        out |= depth < 0;
    }
    if out {
        Problem::of_file(
            "K0701",
            Severity::Error,
            path,
            Message::new(
                "リンク（シンボリックリンク）が、教材のフォルダーの外を指しています。",
                "A symbolic link leads out of the course's repository.",
            ),
        )
        .with_help(
            "読みませんでした。リンクを消して、ファイルそのものを入れてください。",
            "It was not read. Remove the link and add the file itself.",
        )
    } else {
        Problem::of_file(
            "K0702",
            Severity::Warning,
            path,
            Message::new(
                "リンク（シンボリックリンク）は使えないので、読みませんでした。",
                "Symbolic links are not followed; this one was left out.",
            ),
        )
        .with_help("ファイルそのものを入れてください。", "Add the file itself.")
    }
}

/// Another repository within this one.
pub(super) fn submodule(path: &str) -> Problem {
    Problem::of_file(
        "K0703",
        Severity::Warning,
        path,
        Message::new(
            "サブモジュール（ほかのリポジトリ）は使えないので、読みませんでした。",
            "Submodules are not fetched; this one was left out.",
        ),
    )
    .with_help(
        "その教材を、別の「教材の元」として登録してください。",
        "Add that repository as a course source of its own.",
    )
}

/// A file that is too large.
pub(super) fn too_large(path: &str, bytes: u64) -> Problem {
    let (size, most) = (bytes.div_ceil(1 << 20), LARGEST >> 20);
    Problem::of_file(
        "K0704",
        Severity::Error,
        path,
        Message::new(
            format!("ファイルが大きすぎます（{size} MB。{most} MB まで）。"),
            format!("The file is too large ({size} MB; {most} MB is the limit)."),
        ),
    )
    .with_help(
        "読みませんでした。画像を小さくするか、動画は動画のサイトに置いてください。",
        "It was not read. Make the picture smaller, or put a video where videos are served.",
    )
}

/// A pointer of Git LFS instead of the file itself.
pub(super) fn lfs_pointer(path: &str) -> Problem {
    Problem::of_file(
        "K0706",
        Severity::Error,
        path,
        Message::new(
            "Git LFS の目印だけがあり、ファイルの中身がありません。",
            "There is only a Git LFS pointer, not the file itself.",
        ),
    )
    .with_help(
        "読みませんでした。Git LFS を使わずに、このファイルを入れてください。",
        "It was not read. Add this file without Git LFS.",
    )
}

/// Whether a file is a pointer of Git LFS (its specification, version 1: begins so, under 1024 bytes).
pub(super) fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < 1024 && bytes.starts_with(b"version https://git-lfs.github.com/spec/")
}

/// More files, or larger ones together, than courses have.
pub(super) fn too_much() -> Problem {
    Problem::of_file(
        "K0707",
        Severity::Error,
        "",
        Message::new(
            "ファイルが多すぎるか、全部で大きすぎます（20,000個・50 MB まで）。",
            "There are too many files, or they are too large together (20,000 files, 50 MB).",
        ),
    )
    .with_help(
        "教材だけのリポジトリに分けるか、「フォルダー」で教材の場所を選んでください。",
        "Keep courses in a repository of their own, or name their folder in the source's settings.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_out_of_the_tree_are_errors_and_others_warnings() {
        for (path, target, out) in [
            ("a/b.md", "../c.md", false),
            ("a/b.md", "../../c.md", true),
            ("b.md", "/etc/passwd", true),
            ("a/b.md", "x/../../../c", true),
            ("a/b.md", "c:\\x", true),
            ("a/b/c.md", "../../readme", false),
        ] {
            assert_eq!(link(path, target).is_error(), out, "{path} -> {target}");
        }
    }

    #[test]
    fn odd_names_are_told_from_ordinary_ones() {
        for name in [
            "a/.git/config",
            "a/.GIT",
            "a/..",
            "a/git~1/x",
            "a/\u{202e}x",
            "a\nb",
            "a\\b",
            ".git\u{200c}/x",
        ] {
            assert!(odd_name(name.as_bytes()).is_some(), "{name:?}");
        }
        assert!(odd_name(b"\xff.md").is_some());
        for name in [
            "はじめて/mouse.ja.md",
            "a/.gitignore",
            "a/b c.png",
            ".github/workflows/x.yml",
        ] {
            assert!(odd_name(name.as_bytes()).is_none(), "{name:?}");
        }
        assert!(is_hidden("a/.vscode/x") && is_hidden(".gitignore") && !is_hidden("a/b.md"));
    }

    #[test]
    fn a_root_with_a_manifest_is_one_course() {
        let snapshot = Snapshot::of(Files::from_iter([("course.toml", ""), ("a.ja.md", "")]), "keys");
        assert_eq!(snapshot.courses.keys().collect::<Vec<_>>(), ["keys"]);
        let files = [
            ("keys/course.toml", ""),
            ("readiness/office.toml", ""),
            ("readme.md", ""),
            ("other/x.md", ""),
        ];
        let snapshot = Snapshot::of(Files::from_iter(files), "x");
        assert_eq!(snapshot.courses.keys().collect::<Vec<_>>(), ["keys"]);
        assert!(snapshot.rules.contains("office.toml"));
    }
}
