//! A real git repository of a course: a bare one, as a git host has it, and an author's clone of it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A bare repository with one course, `town`, and the clone of its author.
pub struct Repository {
    folder: TempDir,
}

impl Repository {
    /// A repository whose branch `main` holds the course `town`: the one of the tests under another id.
    pub fn new() -> Repository {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let repository = Repository { folder };
        let bare = repository.bare();
        run(Command::new("git")
            .args(["init", "-q", "--bare", "-b", "main"])
            .arg(&bare));
        run(Command::new("git")
            .args(["clone", "-q"])
            .arg(&bare)
            .arg(repository.work()));
        let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses/keys");
        let town = repository.work().join("town");
        std::fs::create_dir_all(&town).expect("a folder can be made");
        for entry in std::fs::read_dir(course).expect("the course is there") {
            let entry = entry.expect("the folder can be read");
            std::fs::copy(entry.path(), town.join(entry.file_name())).expect("the file can be copied");
        }
        repository.edit("town/course.toml", "id = \"keys\"", "id = \"town\"");
        repository.edit("town/course.toml", "A course on keys", "The town course");
        repository.push("Begin");
        repository
    }

    /// The bare repository.
    pub fn bare(&self) -> PathBuf {
        self.folder.path().join("town.git")
    }

    /// The author's clone.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// The address on this machine.
    pub fn url(&self) -> String {
        format!("file://{}", self.bare().display())
    }

    /// Runs git in the author's clone, and gives what it says.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_with(arguments, b"")
    }

    /// The same, with this on its standard input.
    #[track_caller]
    pub fn git_with(&self, arguments: &[&str], input: &[u8]) -> String {
        use std::io::Write;
        let mut child = Command::new("git")
            .arg("-C")
            .arg(self.work())
            .args([
                "-c",
                "user.name=山田 花子",
                "-c",
                "user.email=hanako@author.example",
                "-c",
                "core.symlinks=true",
            ])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git is installed: script/bootstrap --tests");
        child
            .stdin
            .take()
            .expect("an input")
            .write_all(input)
            .expect("git reads");
        let output = child.wait_with_output().expect("git ends");
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout)
            .expect("text")
            .trim_end()
            .to_owned()
    }

    /// Writes a file of the clone.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.work().join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder can be made");
        std::fs::write(file, bytes).expect("the file can be written");
    }

    /// Puts text at the end of a file.
    pub fn append(&self, path: &str, text: &str) {
        let path = self.work().join(path);
        let whole = std::fs::read_to_string(&path).expect("the file can be read") + text;
        std::fs::write(path, whole).expect("the file can be written");
    }

    /// Replaces words in a file of the clone.
    #[track_caller]
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let file = self.work().join(path);
        let text = std::fs::read_to_string(&file).expect("the file is there");
        assert!(text.contains(from), "{path} has no {from:?}");
        std::fs::write(&file, text.replace(from, to)).expect("the file can be written");
    }

    /// Commits all and pushes it; gives the commit.
    pub fn push(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "-m", message]);
        self.git(&["push", "-q", "origin", "HEAD"]);
        self.git(&["rev-parse", "HEAD"])
    }
}

impl Default for Repository {
    fn default() -> Self {
        Repository::new()
    }
}

#[track_caller]
fn run(command: &mut Command) {
    let output = command
        .output()
        .expect("git is installed: script/bootstrap --tests");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
